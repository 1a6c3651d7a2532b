/* SPDX-License-Identifier: MIT
 * The roles of viewers. */
#include <kripa/viewer.h>

#include <stdio.h>
#include <string.h>

/* Also the names by which an account's role is stored and shown. */
extern const char *const kp_role_names[];
const char *const kp_role_names[] = {"guest", "customer", "retailer", "wholesaler", "admin", NULL};

const char *kripa_role_name(enum kripa_role role)
{
    return kp_role_names[(unsigned)role < KRIPA_ROLE_COUNT ? role : KRIPA_ROLE_GUEST];
}

struct kripa_viewer kripa_viewer_guest(void)
{
    return (struct kripa_viewer){.role = KRIPA_ROLE_GUEST};
}

struct kripa_viewer kripa_viewer_console(const char *unix_user)
{
    struct kripa_viewer viewer = {.role = KRIPA_ROLE_ADMIN};
    snprintf(viewer.console, sizeof viewer.console, "console:%s", unix_user ? unix_user : "");
    return viewer;
}

struct kripa_viewer kripa_viewer_buying(struct kripa_viewer viewer, const char *purchase_mode)
{
    bool retailer = KRIPA_MASK(viewer.role) & KRIPA_RETAILERS;
    if (retailer && purchase_mode && strcmp(purchase_mode, "customer") == 0)
        viewer.role = KRIPA_ROLE_CUSTOMER;
    return viewer;
}
