/* SPDX-License-Identifier: MIT
 * The address book of an account: at most KRIPA_ADDRESSES_MAX addresses, of which exactly one is
 * the default while there are any (domain.md, "People"). Its owner may use it, and admins, with
 * an audit record each time. NOT_FOUND for everybody else. */
#ifndef KRIPA_ADDRESS_H
#define KRIPA_ADDRESS_H

#include <kripa/account.h>

struct kripa_address_body {
    const char *name, *phone, *address_line, *city, *state, *pincode;
    bool is_default;
};
struct kripa_address_book {
    struct kripa_saved_address *at;
    size_t count;
};

KRIPA_BEGIN

/* Lists the addresses. */
KRIPA_API enum kripa_status kripa_address_list(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id account, struct kripa_arena *arena,
                                               struct kripa_address_book *out,
                                               struct kripa_error *err);
/* Adds an address. The first one becomes the default whatever is_default says. INVALID;
 * CONFLICT when the book is full. */
KRIPA_API enum kripa_status kripa_address_add(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id account,
                                              const struct kripa_address_body *body,
                                              kripa_given given, struct kripa_arena *arena,
                                              struct kripa_saved_address **out,
                                              struct kripa_error *err);
/* Changes the fields in `given`. INVALID, also for is_default false on the default address:
 * make another one the default instead. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_address_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id account, struct kripa_id id,
                                               const struct kripa_address_body *body,
                                               kripa_given given, struct kripa_arena *arena,
                                               struct kripa_saved_address **out,
                                               struct kripa_error *err);
/* Deletes an address; *out is the book without it. If it was the default, the newest address
 * becomes it. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_address_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id account, struct kripa_id id,
                                                 struct kripa_arena *arena,
                                                 struct kripa_address_book *out,
                                                 struct kripa_error *err);

KRIPA_END
#endif
