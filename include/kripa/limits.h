/* SPDX-License-Identifier: MIT
 * Every limit of the library, by name. The field tables use these names, and so error messages and
 * the OpenAPI document do, too. Lengths of text are in Unicode characters, sizes in bytes. */
#ifndef KRIPA_LIMITS_H
#define KRIPA_LIMITS_H

#define KRIPA_PERSON_NAME_MAX  100
#define KRIPA_EMAIL_MAX        254
#define KRIPA_EMAIL_LOCAL_MAX  64 /* before the @ */
#define KRIPA_EMAIL_HOST_MAX   253
#define KRIPA_EMAIL_LABEL_MAX  63 /* between two dots of the host */
#define KRIPA_PASSWORD_MIN     8
#define KRIPA_PASSWORD_MAX     128
#define KRIPA_PHONE_TEXT_MAX   20 /* as typed; 10 digits are stored */
#define KRIPA_ADDRESS_LINE_MAX 300
#define KRIPA_PLACE_MAX        100 /* a city or a state */
#define KRIPA_PINCODE_SIZE     6
#define KRIPA_ADDRESSES_MAX    20
#define KRIPA_SHOP_NAME_MAX    150
#define KRIPA_GSTIN_SIZE       15
#define KRIPA_URL_MAX          2048
#define KRIPA_NOTE_MAX         500
#define KRIPA_ACTOR_MAX        100 /* "console:<unix user>" or an account's id */

#define KRIPA_PRODUCT_NAME_MAX    200
#define KRIPA_SLUG_MAX            220
#define KRIPA_SKU_MAX             64
#define KRIPA_DESCRIPTION_MAX     5000
#define KRIPA_HSN_MAX             8
#define KRIPA_GST_RATE_MAX        10000 /* hundredths of a percent */
#define KRIPA_TAGS_MAX            30
#define KRIPA_TAG_MAX             50
#define KRIPA_IMAGES_MAX          6
#define KRIPA_PUBLIC_ID_MAX       200
#define KRIPA_PRICE_PAISE_MAX     100000000000 /* a hundred crore rupees */
#define KRIPA_STOCK_MAX           100000000
#define KRIPA_CATEGORY_NAME_MAX   100
#define KRIPA_CATEGORY_LEVELS_MAX 3
#define KRIPA_CATEGORY_FILTER_MAX 50 /* names in one filter of a list */
#define KRIPA_CATEGORIES_MAX      1000
#define KRIPA_TERMS_MAX           200 /* search terms of one record */
#define KRIPA_TERM_BYTES_MAX      64
#define KRIPA_TAG_KEY_BYTES_MAX   300 /* a folded tag, uncut: folding may make two letters of one */
#define KRIPA_NAME_KEY_BYTES_MAX  800 /* the folded name that lists sort by, uncut */
#define KRIPA_QUERY_WORDS_MAX     10
#define KRIPA_TYPO_LETTERS_MIN    4 /* for words in searches; shorter ones are not corrected */
#define KRIPA_QUERY_TEXT_MAX      200

#define KRIPA_MEDIA_BYTES_MAX         5242880  /* an uploaded file */
#define KRIPA_MEDIA_PIXELS_MAX        50000000 /* width x height, by its headers */
#define KRIPA_MEDIA_PIXELS_SHRUNK_MAX 12000000 /* of larger ones no smaller picture is made */
#define KRIPA_MEDIA_UNNAMED_TTL_S     86400    /* what nothing has named for so long is swept */

#define KRIPA_STARS_MIN       1 /* of a review */
#define KRIPA_STARS_MAX       5
#define KRIPA_REVIEW_TEXT_MIN 3
#define KRIPA_REVIEW_TEXT_MAX 2000

#define KRIPA_BANNERS_MAX       500
#define KRIPA_BANNERS_SHOWN_MAX 8 /* at once, to everybody */
#define KRIPA_BANNER_TITLE_MAX  200
#define KRIPA_BANNER_LABEL_MAX  40
#define KRIPA_BANNER_ORDER_MAX  100000

#define KRIPA_QTY_MAX             100000
#define KRIPA_CART_LINES_MAX      200
#define KRIPA_ORDER_LINES_MAX     200
#define KRIPA_HISTORY_MAX         100
#define KRIPA_FAVORITES_MAX       1000
#define KRIPA_IDEMPOTENCY_KEY_MAX 255
#define KRIPA_PINCODES_MAX        2000
#define KRIPA_RETURN_DAYS_MAX     365
#define KRIPA_SERIES_MAX          6

#define KRIPA_REPORT_DAYS_MAX   1100 /* days of one report: three years */
#define KRIPA_REPORT_MONTHS_MAX 120
#define KRIPA_REPORT_ROWS_MAX   100 /* products or retailers */

#define KRIPA_PAGE_LIMIT_MAX          1000 /* records of one page */
#define KRIPA_PAGE_LIMIT_PRODUCTS_MAX 100  /* for lists of products, except an admin's */
#define KRIPA_PAGE_LIMIT_DEFAULT      12
#define KRIPA_PAGE_DEPTH_MAX          10000 /* page x limit; further pages need a cursor */
#define KRIPA_CURSOR_SIZE             1104

#define KRIPA_JSON_BYTES_MAX   65536
#define KRIPA_JSON_DEPTH_MAX   16
#define KRIPA_TOKEN_BYTES_MAX  1024
#define KRIPA_SECRET_BYTES_MIN 32

#define KRIPA_ACCESS_TOKEN_TTL_S 900
#define KRIPA_ACCESS_AHEAD_MAX_S 60      /* an access token from further ahead is refused */
#define KRIPA_SESSION_TTL_S      2592000 /* 30 days */
#define KRIPA_REFRESH_GRACE_MS   10000   /* during which a replaced token gets the same successor */
#define KRIPA_REFRESH_WALK_MAX   4096    /* how many rotations are searched for an old token */
#define KRIPA_CODE_TTL_S         300     /* a one-time code */
#define KRIPA_CODE_TRIES_MAX     3
#define KRIPA_CODE_TEXT_MAX      20  /* as typed; six digits are kept */
#define KRIPA_RESET_TTL_S        900 /* a link that resets a password */
#define KRIPA_SEALED_MAX         4096
#define KRIPA_EXPORT_MAX         50000 /* records of a kind in the export of an account */
#define KRIPA_IDEMPOTENCY_TTL_S  86400
#define KRIPA_REQUEST_COOLDOWN_S 3600 /* after a refused retailer request */
#define KRIPA_CLOCKS_APART_MS    1000 /* by how much the clocks of several machines may differ */
/* the greatest age of what is only shown, when no commit of this process makes it outdated */
#define KRIPA_CACHE_AGE_MS       2000

#endif
