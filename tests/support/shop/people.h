/* SPDX-License-Identifier: MIT
 * A shop's people: who asks, signing in, and what is kept of them. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "shop.h"

/* What somebody says of their shop who asks to be a retailer. */
extern const struct kripa_retailer_details shop_retailer_details;
/* The account of shop_account, as one who asks. */
struct kripa_viewer shop_viewer(struct shop *shop, const char *name);
enum kripa_status shop_try_sign_in(struct shop *shop, const char *email, const char *password);
/* What kripa_authenticate says of an access token. */
enum kripa_status shop_knock(struct shop *shop, const char *token);
/* As the store has it now. */
struct kripa_account *shop_read_account(struct shop *shop, struct kripa_id id);
/* Marks the account as one that has orders. */
void shop_set_ordered(struct shop *shop, struct kripa_id id);
/* Before each of the next `times` commits of this shop, `meanwhile` happens, as another program's
 * change would. */
void shop_interrupt(struct shop *shop, void (*meanwhile)(struct shop *shop), int times);
/* The counter of unblocked admins. */
int64_t shop_admins(struct shop *shop);
/* Audit rows of this action about this account; *last (may be NULL) the newest one. */
size_t shop_audit(struct shop *shop, const char *action, struct kripa_id target,
                  struct kripa_audit_entry *last);

#endif
