/* SPDX-License-Identifier: MIT
 * Cloudinary's signatures by the vectors of its own kits, and what its settings may be. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "service/cloudinary.h"
#include "service/cloudinary_account.h"

#define PARAMS_MAX 6

struct vector {
    const char *secret;
    int version;
    bool sha256;
    const char *expected;
    struct kp_cloudinary_param params[PARAMS_MAX]; /* in any order */
};

static const struct vector vectors[] = {
    {"abcd",
     2,
     false,
     "bfd09f95f331f558cbd1320e67aa8d488770583e",
     {{"timestamp", "1315060510"},
      {"public_id", "sample_image"},
      {"eager", "w_400,h_300,c_pad|w_260,h_200,c_crop"}}},
    {"abcd",
     2,
     true,
     "cc927e1290f9e3ae4c1a741eda21a4630b4ce80f9ce0bc0296337d25cf40f91e",
     {{"eager", "w_400,h_300,c_pad|w_260,h_200,c_crop"},
      {"public_id", "sample_image"},
      {"timestamp", "1315060510"}}},
    {"abcd", 2, false, "a21ad0f63beb4de2e5575204b79ab90bffb02c10", {{"timestamp", "1315060510"}}},
    {"abcd",
     2,
     false,
     "c6c02645886a2526c69a8df9e2874419cc4372bc",
     {{"timestamp", "1700000000"},
      {"overwrite", "1"},
      {"invalidate", "1"},
      {"public_id", "products/p-42"}}},
    {"abcd",
     2,
     false,
     "add819ca2ad4529b7263cda29682f7bc580adda9",
     {{"timestamp", "1700000000"},
      {"overwrite", "true"},
      {"invalidate", "true"},
      {"public_id", "products/p-42"}}},
    {"abcd",
     2,
     false,
     "ca55b28bc1da466f974d12d7b73825ddfd2bcc55",
     {{"tags", "a,b"}, {"folder", "kripa/bills"}, {"timestamp", "1700000000"}}},
    {"abcd",
     2,
     false,
     "66b9205193bab6d093be76f5230a1c1660c827f5",
     {{"timestamp", "1700000000"}, {"folder", ""}, {"public_id", NULL}, {"type", "upload"}}},
    {"abcd",
     2,
     false,
     "d0b83af7ca477711e8257945f93543604d92f175",
     {{"public_id", "A&B Cables"}, {"timestamp", "1700000000"}}},
    {"abcd",
     1,
     false,
     "0119a376a0f6a2d91a5ade985fe27a998724e662",
     {{"public_id", "A&B Cables"}, {"timestamp", "1700000000"}}},
    {"abcd",
     2,
     false,
     "0b27184ef9c1018a823cd6f2f4d3b662faf137ee",
     {{"public_id", "बिजली/ಕೇಬಲ್"}, {"timestamp", "1700000000"}}},
    {"abcd",
     2,
     false,
     "74d6313d31e19216f91d2b5e4b6dea09dd22bf36",
     {{"folder", "kripa/bills"}, {"public_id", "inv-1.pdf"}, {"timestamp", "1700000000"}}},
    {"abcd",
     2,
     false,
     "ded7643eccb572b1f1ee99716da61e4340487ac3",
     {{"context", "alt=x\\=y\\|z"},
      {"invalidate", "1"},
      {"overwrite", "1"},
      {"public_id", "products/p-42"},
      {"tags", "a,b"},
      {"timestamp", "1700000000"}}},
    {"abcd",
     2,
     false,
     "1f79ebd3c7aa0f746f10fb71759b1371946b83c0",
     {{"invalidate", "1"},
      {"public_id", "products/p-42"},
      {"timestamp", "1700000000"},
      {"type", "upload"}}},
    {"abcd",
     1,
     false,
     "67ac8b9be5d4604e447a3eaae5a2fc772f6af6b6",
     {{"public_id", "products/p-42"}, {"version", "1700000001"}}},
    {"hdcixPpR2iKERPwqvH6sHdK9cyac",
     2,
     false,
     "14c00ba6d0dfdedbc86b316847d95b9e6cd46d94",
     {{"cloud_name", "dn6ot3ged"},
      {"timestamp", "1568810420"},
      {"username", "user@cloudinary.com"}}},
    {"hdcixPpR2iKERPwqvH6sHdK9cyac",
     2,
     true,
     "45ddaa4fa01f0c2826f32f669d2e4514faf275fe6df053f1a150e7beae58a3bd",
     {{"cloud_name", "dn6ot3ged"},
      {"timestamp", "1568810420"},
      {"username", "user@cloudinary.com"}}},
};

START_TEST(signatures_are_those_of_the_vendor)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct kp_cloudinary_account account = {.sha256 = vectors[i].sha256};
        struct kp_cloudinary_param params[PARAMS_MAX];
        char signature[KP_CLOUDINARY_SIGNATURE_MAX];
        size_t count = 0;
        for (; count < PARAMS_MAX && vectors[i].params[count].name; count++)
            params[count] = vectors[i].params[count];
        snprintf(account.api_secret, sizeof account.api_secret, "%s", vectors[i].secret);
        ck_assert(kp_cloudinary_sign(&account, vectors[i].version, params, count, signature));
        ck_assert_msg(strcmp(signature, vectors[i].expected) == 0, "vector %zu: %s", i, signature);
    }
}
END_TEST

static struct kp_cloudinary_account read_url(const char *url)
{
    struct kp_cloudinary_account account;
    struct kripa_error err = {0};
    bool set;
    ck_assert_msg(kp_cloudinary_account(&(struct kripa_cloudinary){.url = url}, &account, &set,
                                        &err) == KRIPA_OK,
                  "%s: %s", url, err.message);
    ck_assert(set);
    return account;
}

START_TEST(an_account_is_one_url)
{
    struct kp_cloudinary_account account = read_url("cloudinary://874:ab%2Fcd@kripa-demo");
    ck_assert_str_eq(account.api_key, "874");
    ck_assert_str_eq(account.api_secret, "ab/cd");
    ck_assert_str_eq(account.cloud_name, "kripa-demo");
    ck_assert_str_eq(account.prefix, "https://api.cloudinary.com");
    ck_assert(!account.sha256);
    account = read_url("CLOUDINARY://1:2@demo/cdn.example.in?secure=true&timeout=900&"
                       "signature_algorithm=sha256&upload_prefix=http%3A%2F%2F127.0.0.1%3A99");
    ck_assert_str_eq(account.cloud_name, "demo");
    ck_assert_str_eq(account.prefix, "http://127.0.0.1:99");
    ck_assert_int_eq(account.timeout_ms, 900);
    ck_assert(account.sha256);
}
END_TEST

START_TEST(or_the_three_names_of_its_console)
{
    struct kp_cloudinary_account account;
    bool set;
    struct kripa_cloudinary three = {"", "demo", "874", "abcd"}, none = {NULL, "", NULL, ""};
    ck_assert_int_eq(kp_cloudinary_account(&three, &account, &set, NULL), KRIPA_OK);
    ck_assert(set);
    ck_assert_str_eq(account.cloud_name, "demo");
    ck_assert_str_eq(account.api_key, "874");
    ck_assert_str_eq(account.api_secret, "abcd");
    ck_assert_int_eq(kp_cloudinary_account(&none, &account, &set, NULL), KRIPA_OK);
    ck_assert(!set);
    struct kp_depot *depot = NULL;
    ck_assert_int_eq(kp_cloudinary_create(&none, &depot, NULL), KRIPA_OK);
    ck_assert_ptr_null(depot);
}
END_TEST

static void ck_refused(const struct kripa_cloudinary *config, const char *setting)
{
    struct kp_depot *depot = NULL;
    struct kripa_error err = {0};
    ck_assert_msg(kp_cloudinary_create(config, &depot, &err) == KRIPA_INVALID, "%s", setting);
    ck_assert_str_eq(err.fields[0].path, setting);
    ck_assert_ptr_null(strstr(err.message, "sesame"));
    ck_assert_ptr_null(strstr(err.fields[0].message, "sesame"));
    ck_assert_ptr_null(depot);
}

START_TEST(a_wrong_setting_is_named_and_its_secret_is_not_told)
{
    static const char *const urls[] = {
        "https://874:sesame@demo",
        "cloudinary://874:sesame",
        "cloudinary://sesame@demo",
        "cloudinary://:sesame@demo",
        "cloudinary://874:@demo",
        "cloudinary://874:sesame@",
        "cloudinary://874:sesame@../x",
        "cloudinary://874:sesame%0@demo",
        "cloudinary://874:sesame%00@demo",
        "cloudinary://874:sesame@demo?upload_prefix=http://example.in",
        "cloudinary://874:sesame@demo?upload_prefix=ftp://127.0.0.1:1",
        "cloudinary://874:sesame@demo?upload_prefix=http://127.0.0.1:1%40example.in",
        "cloudinary://874:sesame@demo?upload_prefix=http://[::1]:x%40example.in",
        "cloudinary://874:sesame@demo?upload_prefix=http://127.0.0.1:1.example.in",
        "cloudinary://874:sesame@demo?timeout=0",
        "cloudinary://874:sesame@demo?timeout=9999999",
        "cloudinary://874:sesame@demo?timeout=",
        "cloudinary://874:sesame@demo?signature_algorithm=md5",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        ck_refused(&(struct kripa_cloudinary){.url = urls[i]}, "CLOUDINARY_URL");
    ck_refused(&(struct kripa_cloudinary){.api_key = "1", .api_secret = "sesame"},
               "CLOUDINARY_CLOUD_NAME");
    ck_refused(&(struct kripa_cloudinary){.cloud_name = "demo", .api_secret = "sesame"},
               "CLOUDINARY_API_KEY");
    ck_refused(&(struct kripa_cloudinary){.cloud_name = "demo", .api_key = "1"},
               "CLOUDINARY_API_SECRET");
    ck_refused(&(struct kripa_cloudinary){NULL, "a/b", "1", "sesame"}, "CLOUDINARY_CLOUD_NAME");
}
END_TEST

int main(void)
{
    return RUN_SUITE("cloudinary", signatures_are_those_of_the_vendor, an_account_is_one_url,
                     or_the_three_names_of_its_console,
                     a_wrong_setting_is_named_and_its_secret_is_not_told);
}
