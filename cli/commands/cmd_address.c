/* SPDX-License-Identifier: MIT
 * The address book of an account: kripactl address. */
#include <string.h>

#include "base/named.h"
#include "cmd.h"
#include "input/prompt.h"
#include "output/print.h"

#define ID_END_MIN 4

enum kripa_status cmd_address_list(struct session *s, const struct input *in)
{
    struct kripa_account *account;
    enum kripa_status status = named_account(s, in->args[0], &account);
    if (status != KRIPA_OK)
        return status;
    return print_array(s, &kripa_saved_address_schema, account->saved_addresses,
                       account->saved_addresses_count);
}

static enum kripa_status print_saved(struct session *s, const struct kripa_account *account,
                                     const struct kripa_saved_address *address)
{
    return print_outcome(s, &kripa_saved_address_schema, address, "%s: %s, %s, %s %s%s.",
                         account->email, address->name, address->address_line, address->city,
                         address->pincode, address->is_default ? " (the default)" : "");
}

enum kripa_status cmd_address_add(struct session *s, const struct input *in)
{
    struct kripa_address_body body = {0};
    kripa_given given;
    struct kripa_account *account;
    struct kripa_saved_address *address;
    enum kripa_status status = session_decode(s, in, NULL, 0, &body, &given);
    if (status == KRIPA_OK)
        status = named_account(s, in->args[0], &account);
    if (status == KRIPA_OK)
        status = kripa_address_add(s->kripa, s->viewer, account->id, &body, given, &s->arena,
                                   &address, &s->error);
    return status == KRIPA_OK ? print_saved(s, account, address) : status;
}

/* Finds an address of the book by its id or the end of it. */
static enum kripa_status find(struct session *s, const struct input *in,
                              struct kripa_account **account,
                              const struct kripa_saved_address **out)
{
    enum kripa_status status = named_account(s, in->args[0], account);
    if (status != KRIPA_OK)
        return status;
    const char *name = in->args[1];
    size_t size = strlen(name), found = 0;
    for (size_t i = 0; i < (*account)->saved_addresses_count; i++) {
        const struct kripa_saved_address *address = &(*account)->saved_addresses[i];
        char id[KRIPA_ID_TEXT_SIZE];
        kripa_id_format(address->id, id);
        if (size < ID_END_MIN || size >= sizeof id ||
            strcasecmp(id + sizeof id - 1 - size, name) != 0)
            continue;
        *out = address;
        found++;
    }
    if (found > 1)
        return kripa_fail(&s->error, KRIPA_CONFLICT, "%zu addresses end with \"%s\"", found, name);
    return found ? KRIPA_OK : named_missing(s, KRIPA_NOT_FOUND, "address", name);
}

enum kripa_status cmd_address_edit(struct session *s, const struct input *in)
{
    struct kripa_address_body body = {0};
    kripa_given given;
    struct kripa_account *account;
    const struct kripa_saved_address *found;
    struct kripa_saved_address *address;
    enum kripa_status status = session_decode(s, in, NULL, 0, &body, &given);
    if (status == KRIPA_OK && !given)
        return session_usage(s, "nothing to change: see kripactl address edit --help");
    if (status == KRIPA_OK)
        status = find(s, in, &account, &found);
    if (status == KRIPA_OK)
        status = kripa_address_edit(s->kripa, s->viewer, account->id, found->id, &body, given,
                                    &s->arena, &address, &s->error);
    return status == KRIPA_OK ? print_saved(s, account, address) : status;
}

enum kripa_status cmd_address_delete(struct session *s, const struct input *in)
{
    struct kripa_account *account = NULL;
    const struct kripa_saved_address *found = NULL;
    struct kripa_address_book left;
    enum kripa_status status = find(s, in, &account, &found);
    if (status != KRIPA_OK || !account || !found)
        return status;
    status = prompt_confirm(s, "Delete the address of %s in %s?", account->email, found->city);
    if (status == KRIPA_OK)
        status = kripa_address_delete(s->kripa, s->viewer, account->id, found->id, &s->arena, &left,
                                      &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_saved_address_schema, found, "%s: the address is gone.",
                         account->email);
}
