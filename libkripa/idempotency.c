/* SPDX-License-Identifier: MIT
 * Idempotency keys: the same request under the same key is one order (domain.md, "Orders"). */
#include <string.h>

#include <kripa/sys/json.h>

#include "order.h"
#include "query.h"
#include "service/secret.h"

static bool is_key(const char *key)
{
    size_t size = strlen(key);
    if (size == 0 || size > KRIPA_IDEMPOTENCY_KEY_MAX)
        return false;
    for (size_t i = 0; i < size; i++)
        if (key[i] < ' ' || key[i] > '~')
            return false;
    return true;
}

static void write_next(struct kripa_writer *writer, const char *text)
{
    kripa_write(writer, ",");
    kripa_write_text(writer, text);
}

/* The decoded request in one spelling: two that ask for the same have the same text. NULL: out of
 * memory. */
static const char *request_text(const struct kripa_order_request *request,
                                struct kripa_arena *arena)
{
    const struct kripa_address *to = &request->shipping_address;
    const char *mode = request->purchase_mode;
    bool as_customer = mode && strcmp(mode, "customer") == 0;
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    kripa_write(&writer, "[");
    for (size_t i = 0; i < request->items_count; i++) {
        kripa_write_id(&writer, request->items[i].product);
        kripa_write(&writer, ":");
        kripa_write_int(&writer, request->items[i].qty);
        kripa_write(&writer, ",");
    }
    kripa_write_id(&writer, request->for_user);
    const char *texts[] = {to->name,
                           to->phone,
                           to->address_line,
                           to->city,
                           to->state,
                           to->pincode,
                           request->payment_method ? request->payment_method : KP_PAY_COD,
                           as_customer ? mode : NULL};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        write_next(&writer, texts[i]);
    kripa_write(&writer, "]");
    return writer.failed ? NULL : writer.at;
}

enum kripa_status kp_key_make(struct kripa *kripa, struct kripa_viewer viewer,
                              const struct kripa_order_request *request, const char *route,
                              const char *key, struct kripa_arena *arena,
                              struct kripa_idempotency **out, struct kripa_error *err)
{
    if (!is_key(key))
        return kripa_fail_field(err, KRIPA_INVALID, "Idempotency-Key",
                                "must be 1 to %d printable ASCII characters",
                                KRIPA_IDEMPOTENCY_KEY_MAX);
    struct kripa_idempotency *row = kripa_arena_alloc(arena, sizeof *row, 1);
    char *digest = kripa_arena_alloc(arena, 1, KP_DIGEST_TEXT_SIZE);
    const char *text = request_text(request, arena);
    const char *actor = kp_actor(arena, viewer);
    const char *name = actor ? kripa_arena_format(arena, "%s %s %s", actor, route, key) : NULL;
    if (!row || !digest || !text || !name)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    kp_sha256_text(text, strlen(text), digest);
    *row = (struct kripa_idempotency){
        .id = kp_id_of_name(name),
        .user = viewer.user,
        .route = route,
        .key = key,
        .request = digest,
        .created_at_ms = kp_now_ms(kripa),
    };
    *out = row;
    return KRIPA_OK;
}

enum kripa_status kp_key_order(struct kripa *kripa, const struct kripa_idempotency *key,
                               struct kripa_arena *arena, struct kripa_id *order,
                               struct kripa_error *err)
{
    *order = (struct kripa_id){0};
    void *found;
    enum kripa_status status =
        kp_find_id(kripa, &kripa_idempotency_schema, key->id, arena, &found, NULL);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK)
        return kripa_fail(err, status, "the idempotency key could not be read");
    const struct kripa_idempotency *kept = found;
    if (!kept->request || strcmp(kept->request, key->request) != 0)
        return kripa_fail(err, KRIPA_KEY_REUSED,
                          "this idempotency key was used for another request");
    *order = kept->order;
    return KRIPA_OK;
}
