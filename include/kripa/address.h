/* SPDX-License-Identifier: MIT
 * The address book of an account: at most KRIPA_ADDRESSES_MAX addresses, exactly one of them the
 * default while there are any (domain.md, "People"). It is its owner's; admins may look after
 * anybody's, with an audit record each time. NOT_FOUND for all others. */
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

KRIPA_API enum kripa_status kripa_address_list(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id account, struct kripa_arena *arena,
                                               struct kripa_address_book *out,
                                               struct kripa_error *err);
/* The first one is the default whatever it says. INVALID; CONFLICT when the book is full. */
KRIPA_API enum kripa_status kripa_address_add(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id account,
                                              const struct kripa_address_body *body,
                                              kripa_given given, struct kripa_arena *arena,
                                              struct kripa_saved_address **out,
                                              struct kripa_error *err);
/* The fields in `given`. INVALID, also for taking the mark off the default one: another address
 * takes its place. */
KRIPA_API enum kripa_status kripa_address_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id account, struct kripa_id id,
                                               const struct kripa_address_body *body,
                                               kripa_given given, struct kripa_arena *arena,
                                               struct kripa_saved_address **out,
                                               struct kripa_error *err);
/* `out` is what is left; when the default one went, the newest is the default. */
KRIPA_API enum kripa_status kripa_address_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id account, struct kripa_id id,
                                                 struct kripa_arena *arena,
                                                 struct kripa_address_book *out,
                                                 struct kripa_error *err);

KRIPA_END
#endif
