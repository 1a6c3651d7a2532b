/* SPDX-License-Identifier: MIT
 * See people.h. */
#include "people.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "core/query.h"
#include "journal/journal.h"

static int64_t now_of(void *ctx)
{
    return ((struct people *)ctx)->now_ms;
}

static void must(struct people *people, enum kripa_status status, const char *what)
{
    ck_assert_msg(status == KRIPA_OK, "%s: %s: %s", what, kripa_status_name(status),
                  people->err.message);
}

struct kripa *people_open_again(struct people *people, const char *refresh_secret)
{
    struct kripa_config config = {
        .store_uri = people->store.uri,
        .create = true,
        .jwt_secret = PEOPLE_SECRET,
        .refresh_secret = refresh_secret,
        .password_memory_kib = 64,
        .password_passes = 1,
        .services = {.now_ms = now_of, .ctx = people},
    };
    struct kripa *kripa = NULL;
    must(people, kripa_open(&config, &kripa, &people->err), "open");
    return kripa;
}

static void begin(struct people *people, void (*make)(struct fresh_store *store))
{
    *people = (struct people){0};
    make(&people->store);
    people->now_ms = 1800000000000;
    people->console = kripa_viewer_console("test");
    people->kripa = people_open_again(people, NULL);
}

void people_open(struct people *people)
{
    begin(people, fresh_store_make_shop_alone);
}

void people_open_shared(struct people *people)
{
    begin(people, fresh_store_make_shop);
}

void people_close(struct people *people)
{
    kripa_close(people->kripa);
    kripa_arena_clear(&people->arena);
    fresh_store_remove(&people->store);
}

static const char *email_of(struct people *people, const char *name)
{
    return kripa_arena_format(&people->arena, "%s@example.com", name);
}

struct kripa_account *people_add(struct people *people, const char *name, enum kripa_role role)
{
    struct kripa_registration registration = {
        .name = name, .email = email_of(people, name), .password = PEOPLE_PASSWORD};
    struct kripa_account *account = NULL;
    must(people,
         kripa_account_add(people->kripa, people->console, &registration, role, &people->arena,
                           &account, &people->err),
         "add");
    return account;
}

struct kripa_viewer people_viewer(struct people *people, const char *name)
{
    struct kripa_viewer viewer;
    must(people, kripa_viewer_of(people->kripa, email_of(people, name), &viewer, &people->err),
         "viewer");
    return viewer;
}

struct kripa_signed_in people_sign_in(struct people *people, const char *name)
{
    struct kripa_sign_in sign_in = {.email = email_of(people, name), .password = PEOPLE_PASSWORD};
    struct kripa_signed_in in = {0};
    must(people, kripa_sign_in(people->kripa, &sign_in, &people->arena, &in, &people->err),
         "sign in");
    return in;
}

enum kripa_status people_try_sign_in(struct people *people, const char *email, const char *password)
{
    struct kripa_sign_in sign_in = {.email = email, .password = password};
    struct kripa_signed_in in;
    people->err = (struct kripa_error){0};
    return kripa_sign_in(people->kripa, &sign_in, &people->arena, &in, &people->err);
}

struct kripa_account *people_account(struct people *people, struct kripa_id id)
{
    void *found = NULL;
    must(
        people,
        kp_find_id(
            &(struct kp_call){.kripa = people->kripa, .arena = &people->arena, .err = &people->err},
            &kripa_account_schema, id, &found),
        "account");
    return found;
}

enum kripa_status people_knock(struct people *people, const char *token)
{
    struct kripa_viewer viewer;
    people->err = (struct kripa_error){0};
    return kripa_authenticate(people->kripa, token, &people->arena, &viewer, &people->err);
}

void people_set_ordered(struct people *people, struct kripa_id id)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &people->arena});
    kp_update(&change, &kripa_account_schema, id);
    kp_set(&change, "ordered", kp_int(1));
    must(people,
         kp_commit(&(struct kp_call){.kripa = people->kripa, .err = &people->err}, &change, NULL),
         "ordered");
}

/* One interruption at a time: the store's commit knows no context of ours. */
static struct {
    struct people *people;
    void (*meanwhile)(struct people *people);
    int times;
    const struct kripa_store_ops *real;
    struct kripa_store_ops ops;
} interruption;

static enum kripa_status commit_late(struct kripa_store *store, const struct kripa_change *change,
                                     struct kripa_outcome *outcome, struct kripa_error *err)
{
    if (interruption.times > 0) {
        interruption.times--;
        store->ops = interruption.real;
        interruption.meanwhile(interruption.people);
        store->ops = &interruption.ops;
    }
    return interruption.real->commit(store, change, outcome, err);
}

void people_interrupt(struct people *people, void (*meanwhile)(struct people *people), int times)
{
    struct kripa_store *store = people->kripa->store;
    interruption.people = people;
    interruption.meanwhile = meanwhile;
    interruption.times = times;
    if (store->ops != &interruption.ops)
        interruption.real = store->ops;
    interruption.ops = *interruption.real;
    interruption.ops.commit = commit_late;
    store->ops = &interruption.ops;
}

int64_t people_admins(struct people *people)
{
    void *found = NULL;
    enum kripa_status status = kp_find_id(
        &(struct kp_call){.kripa = people->kripa, .arena = &people->arena, .err = &people->err},
        &kripa_counter_schema, kp_id_of_name(KP_COUNTER_ADMINS), &found);
    if (status == KRIPA_NOT_FOUND)
        return 0;
    must(people, status, "counter");
    return ((struct kripa_counter *)found)->value;
}

size_t people_audit(struct people *people, const char *action, struct kripa_id target,
                    struct kripa_audit_row *last)
{
    struct kp_query query = kp_query_of(&people->arena, &kripa_audit_row_schema);
    struct kripa_rows rows;
    kp_where(&query, "target", KRIPA_EQ, kp_text(kp_id_text(&people->arena, target)));
    kp_sort(&query, "seq", false);
    must(people,
         kp_find(&(struct kp_call){.kripa = people->kripa, .err = &people->err}, &query, &rows),
         "audit");
    const struct kripa_audit_row *at = rows.at;
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        if (strcmp(at[i].action, action) != 0)
            continue;
        count++;
        if (last)
            *last = at[i];
    }
    return count;
}

int64_t people_count(struct people *people, const struct kripa_schema *of)
{
    struct kp_query query = kp_query_of(&people->arena, of);
    int64_t count = 0;
    must(
        people,
        kp_count(&(struct kp_call){.kripa = people->kripa, .err = &people->err}, &query, 0, &count),
        "count");
    return count;
}
