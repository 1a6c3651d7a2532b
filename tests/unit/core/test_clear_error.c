/* SPDX-License-Identifier: MIT
 * Every call clears the error it is given: one that was used before says nothing of then. */
#include "suite.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "public_headers.h"
#include "shop.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
}

static void end(void)
{
    shop_close(&shop);
}

static void dirty(struct kripa_error *err)
{
    memset(err, 0, sizeof *err);
    for (int i = 0; i < 3; i++)
        kripa_fail_field(err, KRIPA_INVALID, "qty", "is too many");
    err->retry_after_s = 9;
}

START_TEST(a_call_that_went_well_leaves_it_clear)
{
    struct kripa_error err;
    struct kripa_products products;
    dirty(&err);
    ck_assert_int_eq(kripa_product_list(shop.kripa, shop.guest, NULL, &shop.arena, &products, &err),
                     KRIPA_OK);
    ck_assert_int_eq(err.status, KRIPA_OK);
    ck_assert_str_eq(err.message, "");
    ck_assert_uint_eq(err.fields_count, 0);
    ck_assert_int_eq(err.retry_after_s, 0);
}
END_TEST

START_TEST(a_call_that_failed_tells_of_itself_alone)
{
    struct kripa_error err;
    struct kripa_products products;
    struct kripa_product_filter filter = {.paging.sort = "colour"};
    dirty(&err);
    ck_assert_int_eq(
        kripa_product_list(shop.kripa, shop.guest, &filter, &shop.arena, &products, &err),
        KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, 1);
    ck_assert_str_eq(err.fields[0].path, "sort");
}
END_TEST

/* Whether one of the folder's sources, or of those in its rooms, has text of this pattern. */
static bool is_within(const char *folder, const regex_t *pattern)
{
    bool found = false;
    DIR *files = opendir(folder);
    for (const struct dirent *file; !found && (file = readdir(files));) {
        const char *dot = strrchr(file->d_name, '.');
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        if (!dot && file->d_type == DT_DIR)
            found = is_within(path, pattern);
        else
            found = dot && strcmp(dot, ".c") == 0 &&
                    regexec(pattern, source_text(path), 0, NULL, 0) == 0;
    }
    closedir(files);
    return found;
}

static void check_begins_by_clearing(const char *name)
{
    char pattern[200];
    snprintf(pattern, sizeof pattern,
             "(^|\n| )%s\\([^{;]*\\)\n\\{\n    (kripa_error_clear\\(err\\);|"
             "(const )?struct kp_call call = kp_call_begin\\()",
             name);
    regex_t begins = compile_pattern(pattern);
    ck_assert_msg(is_within(KRIPA_SOURCE_DIR "/libkripa", &begins),
                  "%s does not begin by clearing its error", name);
    regfree(&begins);
}

START_TEST(every_public_call_begins_so)
{
    int count = check_public_headers(PUBLIC_HEADERS,
                                     "KRIPA_API enum kripa_status[ \n]+(kripa_[a-z_]+)\\("
                                     "[^;]*struct kripa_error \\*err\\)",
                                     check_begins_by_clearing);
    ck_assert_int_gt(count, 60);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("cleared errors", begin, end, a_call_that_went_well_leaves_it_clear,
                        a_call_that_failed_tells_of_itself_alone, every_public_call_begins_so);
}
