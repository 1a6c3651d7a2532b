/* SPDX-License-Identifier: MIT
 * The whole public library. */
#ifndef KRIPA_KRIPA_H
#define KRIPA_KRIPA_H

#include <kripa/account.h>
#include <kripa/address.h>
#include <kripa/arena.h>
#include <kripa/audit.h>
#include <kripa/banner.h>
#include <kripa/base.h>
#include <kripa/cart.h>
#include <kripa/catalog.h>
#include <kripa/context.h>
#include <kripa/limits.h>
#include <kripa/maintenance.h>
#include <kripa/media.h>
#include <kripa/order.h>
#include <kripa/outbox.h>
#include <kripa/page.h>
#include <kripa/pricing.h>
#include <kripa/privacy.h>
#include <kripa/recovery.h>
#include <kripa/report.h>
#include <kripa/review.h>
#include <kripa/settings.h>
#include <kripa/status.h>
#include <kripa/stock.h>
#include <kripa/viewer.h>

#endif
