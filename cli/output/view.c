/* SPDX-License-Identifier: MIT
 * Which fields are the columns of a list, by the name of its schema. */
#include "internal.h"

#include <string.h>

#define COLUMNS(...)                                                                               \
    (const struct view_column[])                                                                   \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

static const struct {
    const char *schema;
    const struct view_column *columns;
    const char *variant; /* NULL: the usual one */
} views[] = {
    {"product",
     COLUMNS({"sku", "SKU"}, {"name", "Name"}, {"price", "Price"}, {"stock", "Stock"},
             {"retailer_price", "Trade"}, {"price_bulk", "Bulk"}, {"min_bulk_qty", "From"},
             {"active", "Shown"}, {"category.name", "Category"}, {"slug", "Slug"})},
    {"category", COLUMNS({"name", "Name"}, {"slug", "Slug"}, {"status", "Status"},
                         {"description", "Description"})},
    {"review",
     COLUMNS({"rating", "Stars"}, {"product.name", "Product"}, {"text", "Text"},
             {"user.name", "By"}, {"createdAt", "When"}, {"verified", "Bought"}, {"_id", "Id"})},
    {"banner",
     COLUMNS({"sortOrder", "Place"}, {"title", "Title"}, {"status", "Status"},
             {"product.name", "Product"}, {"startsAt", "From"}, {"endsAt", "To"}, {"_id", "Id"})},
    {"order",
     COLUMNS({"number", "Number"}, {"deliveryStatus", "Delivery"}, {"totalAmount", "Total"},
             {"user.name", "Buyer"}, {"createdAt", "Placed"}, {"paymentStatus", "Payment"},
             {"purchaseMode", "Mode"}, {"shippingAddress.city", "To"}, {"user.email", "E-mail"})},
    {"order_line", COLUMNS({"sku", "SKU"}, {"name", "Name"}, {"qty", "Qty"}, {"price", "Price"})},
    {"order_event",
     COLUMNS({"at", "When"}, {"from", "From"}, {"to", "To"}, {"by", "By"}, {"note", "Note"})},
    {"account",
     COLUMNS({"email", "E-mail"}, {"name", "Name"}, {"role", "Role"}, {"isBlocked", "Blocked"},
             {"retailerRequestStatus", "Request"}, {"phone", "Phone"}, {"createdAt", "Since"})},
    {"account",
     COLUMNS({"email", "E-mail"}, {"retailerDetails.shopName", "Shop"},
             {"retailerDetails.phone", "Phone"}, {"retailerRequestedAt", "Asked"},
             {"retailerDetails.shopAddress", "Address"}, {"name", "Name"},
             {"retailerDetails.ownerName", "Owner"}, {"retailerDetails.gstin", "GSTIN"},
             {"retailerDetails.businessProof", "Proof"}),
     "request"},
    {"saved_address",
     COLUMNS({"name", "Name"}, {"addressLine", "Address"}, {"city", "City"}, {"state", "State"},
             {"pincode", "PIN code"}, {"phone", "Phone"}, {"default", "Default"}, {"_id", "Id"})},
    {"revenue_day", COLUMNS({"_id", "Day"}, {"total", "Revenue"}, {"orders", "Delivered"})},
    {"state_count", COLUMNS({"_id", "State"}, {"count", "Orders"})},
    {"top_product", COLUMNS({"_id.name", "Name"}, {"totalSold", "Sold"}, {"revenue", "Revenue"},
                            {"_id.price", "Price"})},
    {"growth_month", COLUMNS({"_id.year", "Year"}, {"_id.month", "Month"}, {"count", "Accounts"})},
    {"low_product",
     COLUMNS({"name", "Name"}, {"stock", "Stock"}, {"threshold", "Threshold"}, {"price", "Price"})},
    {"retailer_report_row",
     COLUMNS({"_id.name", "Name"}, {"_id.shopName", "Shop"}, {"orders", "Orders"},
             {"spent", "Spent"}, {"saved", "Saved"}, {"last", "Last order"})},
    {"audit_row", COLUMNS({"seq", "No."}, {"at", "When"}, {"action", "Action"},
                          {"target", "Target"}, {"by", "By"})},
    {"outbox_row", COLUMNS({"createdAt", "When"}, {"kind", "Kind"}, {"to", "To"},
                           {"status", "Status"}, {"attempts", "Tried"}, {"nextAt", "Next"},
                           {"lastError", "Error"}, {"order", "Order"}, {"_id", "Id"})},
    {"ledger_row", COLUMNS({"createdAt", "When"}, {"delta", "Change"}, {"kind", "Kind"},
                           {"reason", "Reason"}, {"order", "Order"}, {"by", "By"})},
};

const struct view_column *view_of(const struct kripa_schema *schema, const char *variant)
{
    const struct view_column *usual = NULL;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        const char *own = views[i].variant;
        if (strcmp(views[i].schema, schema->name) != 0)
            continue;
        if (own && variant && strcmp(own, variant) == 0)
            return views[i].columns;
        usual = own ? usual : views[i].columns;
    }
    return usual;
}
