/* SPDX-License-Identifier: MIT
 * Rows of a field table, one a case: RIGHT compiles, each WRONG_* must not. Compiled by fields.sh,
 * once for each name below. */
#include "base/fields.h"
#include "schema/schema.h"

struct kripa_probe {
    struct kripa_id id;
    const char *name;
    int64_t stock, price_paise, at_ms, price;
    int width;
    struct kripa_int limit, charge_paise, rate_bp;
    bool open;
    enum kripa_role role;
    struct kripa_address home, *work;
    struct kripa_image *images;
    size_t images_count;
    const char **tags;
    size_t tags_count;
    struct kripa_id *favorites;
    int favorites_count;
};

const struct kripa_field kp_probe_fields[] = {
#if defined(RIGHT)
    ID(probe, id, "_id", .doc = ""),
    TEXT(probe, name, "name", 1, 9, .doc = ""),
    INT(probe, stock, "stock", 0, 9, .doc = ""),
    MONEY(probe, price, "price", 0, 9, .doc = ""),
    TIME(probe, at, "at", .doc = ""),
    OPT_INT(probe, limit, "limit", 0, 9, .doc = ""),
    OPT_MONEY(probe, charge, "charge", 0, 9, .doc = ""),
    OPT_RATE(probe, rate, "rate", 0, 9, .doc = ""),
    BOOL(probe, open, "open", .doc = ""),
    ENUM(probe, role, "role", role, .doc = ""),
    RECORD(probe, home, "home", address, .doc = ""),
    OPT_RECORD(probe, work, "work", address, .doc = ""),
    LIST(probe, images, "images", 0, 9, image, .doc = ""),
    TEXTS(probe, tags, "tags", 0, 9, .doc = ""),
#elif defined(WRONG_TEXT_ON_A_NUMBER)
    TEXT(probe, stock, "stock", 1, 9, .doc = ""),
#elif defined(WRONG_NUMBER_ON_A_TEXT)
    INT(probe, name, "name", 0, 9, .doc = ""),
#elif defined(WRONG_INT_OF_32_BITS)
    INT(probe, width, "width", 0, 9, .doc = ""),
#elif defined(WRONG_INT_ON_AN_OPTIONAL)
    INT(probe, limit, "limit", 0, 9, .doc = ""),
#elif defined(WRONG_OPTIONAL_ON_A_NUMBER)
    OPT_INT(probe, stock, "stock", 0, 9, .doc = ""),
#elif defined(WRONG_MONEY_WITHOUT_PAISE)
    MONEY(probe, stock, "stock", 0, 9, .doc = ""),
#elif defined(WRONG_MONEY_ON_AN_OPTIONAL)
    MONEY(probe, charge, "charge", 0, 9, .doc = ""),
#elif defined(WRONG_RATE_ON_MONEY)
    OPT_RATE(probe, charge, "charge", 0, 9, .doc = ""),
#elif defined(WRONG_TIME_WITHOUT_MS)
    TIME(probe, stock, "stock", .doc = ""),
#elif defined(WRONG_BOOL_ON_A_NUMBER)
    BOOL(probe, stock, "stock", .doc = ""),
#elif defined(WRONG_ID_ON_A_TEXT)
    ID(probe, name, "name", .doc = ""),
#elif defined(WRONG_ENUM_OF_ANOTHER_KIND)
    ENUM(probe, role, "role", category_status, .doc = ""),
#elif defined(WRONG_RECORD_OF_ANOTHER_KIND)
    RECORD(probe, home, "home", image, .doc = ""),
#elif defined(WRONG_RECORD_ON_A_POINTER)
    RECORD(probe, work, "work", address, .doc = ""),
#elif defined(WRONG_LIST_OF_ANOTHER_KIND)
    LIST(probe, images, "images", 0, 9, address, .doc = ""),
#elif defined(WRONG_LIST_WITHOUT_A_COUNT)
    LIST(probe, work, "work", 0, 9, address, .doc = ""),
#elif defined(WRONG_TEXTS_ON_ONE_TEXT)
    TEXTS(probe, name, "name", 0, 9, .doc = ""),
#elif defined(WRONG_IDS_WITH_A_COUNT_OF_ANOTHER_TYPE)
    IDS(probe, favorites, "favorites", 0, 9, .doc = ""),
#endif
};
