/* SPDX-License-Identifier: MIT
 * See sorts.h. */
#include "sorts.h"

#include "schema.h"

const char *const kp_truth_names[] = {"false", "true", NULL};
const char *const kp_newest_sort_names[] = {KP_NEWEST_SORTS(KP_SORT_NAME) NULL};
const char *const kp_audit_sort_names[] = {KP_AUDIT_SORTS(KP_SORT_NAME) NULL};
const char *const kp_review_sort_names[] = {KP_REVIEW_SORTS(KP_SORT_NAME) NULL};
const char *const kp_banner_sort_names[] = {KP_BANNER_SORTS(KP_SORT_NAME) NULL};
const char *const kp_product_sort_names[] = {KP_PRODUCT_SORTS(KP_SORT_NAME) NULL};
