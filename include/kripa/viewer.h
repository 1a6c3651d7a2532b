/* SPDX-License-Identifier: MIT
 * Who is asking: an argument of every call, on which alone the library decides about rights. */
#ifndef KRIPA_VIEWER_H
#define KRIPA_VIEWER_H

#include <kripa/base.h>
#include <kripa/limits.h>

enum kripa_role {
    KRIPA_ROLE_GUEST, /* nobody signed in; never the role of an account */
    KRIPA_ROLE_CUSTOMER,
    KRIPA_ROLE_RETAILER,
    KRIPA_ROLE_WHOLESALER, /* reserved for another trade tier */
    KRIPA_ROLE_ADMIN,
};
#define KRIPA_ROLE_COUNT 5

/* A bit for each role: for the masks of the field tables and of kripad's routes. */
#define KRIPA_MASK(role) (1U << (role))
#define KRIPA_GUESTS     KRIPA_MASK(KRIPA_ROLE_GUEST)
#define KRIPA_CUSTOMERS  KRIPA_MASK(KRIPA_ROLE_CUSTOMER)
#define KRIPA_RETAILERS  (KRIPA_MASK(KRIPA_ROLE_RETAILER) | KRIPA_MASK(KRIPA_ROLE_WHOLESALER))
#define KRIPA_ADMINS     KRIPA_MASK(KRIPA_ROLE_ADMIN)
#define KRIPA_TRADE      (KRIPA_RETAILERS | KRIPA_ADMINS) /* may see trade prices */
#define KRIPA_SIGNED_IN  (KRIPA_CUSTOMERS | KRIPA_RETAILERS | KRIPA_ADMINS)
#define KRIPA_ANYONE     (KRIPA_GUESTS | KRIPA_SIGNED_IN)

struct kripa_viewer {
    struct kripa_id user; /* zero for a guest and for the console */
    enum kripa_role role;
    /* "console:<unix user>" when kripactl acts without an account, else empty */
    char console[KRIPA_ACTOR_MAX];
    struct kripa_id session; /* of the access token that was used; otherwise zero */
};

enum kripa_purchase_mode { KRIPA_MODE_CUSTOMER, KRIPA_MODE_RETAILER };

KRIPA_BEGIN

/* "customer" and so on; "guest" for a number that is no role. */
KRIPA_API const char *kripa_role_name(enum kripa_role role);
KRIPA_API struct kripa_viewer kripa_viewer_guest(void);
/* An administrator at the machine itself, whom ledger and audit log name as "console:<unix
 * user>". */
KRIPA_API struct kripa_viewer kripa_viewer_console(const char *unix_user);
/* How this viewer buys with `purchase_mode` (NULL: not sent): "customer" makes a retailer a
 * customer for that call; anything else, or another role, changes nothing (api.md,
 * purchaseMode). */
KRIPA_API struct kripa_viewer kripa_viewer_buying(struct kripa_viewer viewer,
                                                  const char *purchase_mode);

/* Its name in JSON; "unknown" for a number that is none. */
KRIPA_API const char *kripa_purchase_mode_name(enum kripa_purchase_mode mode);

KRIPA_END
#endif
