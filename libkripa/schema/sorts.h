/* SPDX-License-Identifier: MIT
 * The sorts of lists, described once for the lists (core/paging.h) and for the tables of their
 * queries. X(name, field, descending); the first is the default. */
#ifndef KP_SORTS_H
#define KP_SORTS_H

#define KP_NEWEST_SORTS(X) X("-createdAt", "createdAt", true) X("createdAt", "createdAt", false)
#define KP_PRODUCT_SORTS(X)                                                                        \
    KP_NEWEST_SORTS(X)                                                                             \
    X("price", "price", false)                                                                     \
    X("-price", "price", true)                                                                     \
    X("name", "nameKey", false)                                                                    \
    X("-name", "nameKey", true)                                                                    \
    X("-sold", "sold", true)

#define KP_REVIEW_SORTS(X)                                                                         \
    X("-createdAt", "createdAt", true) X("-rating", "rating", true) X("rating", "rating", false)

#define KP_BANNER_SORTS(X) KP_NEWEST_SORTS(X) X("sortOrder", "sortOrder", false)

#define KP_AUDIT_SORTS(X) X("-seq", "seq", true) X("seq", "seq", false)

#define KP_SORT_NAME(name, field, descending) name,
#define KP_SORT_ROW(name, field, descending)  {name, field, descending},

#endif
