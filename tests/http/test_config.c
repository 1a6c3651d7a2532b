/* SPDX-License-Identifier: MIT
 * Settings: where they come from, what is refused, what is shown, and what follows from them for
 * the cookie. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"
#include "config/origin.h"
#include "config/table.h"
#include "sentence.h"
#include "suite.h"

#define SECRET "JWT_SECRET=config-test-Zk3vR8wq1LbY6tNsD0hXjC9u"

static struct config config;
static struct config_problems problems;
static struct kripa_arena arena;

static bool load(const char *env_file, const char *const *environment)
{
    return config_load(&config, env_file, (char *const *)(uintptr_t)environment, &arena, &problems);
}

static bool load_one(const char *setting)
{
    return load(NULL, (const char *const[]){SECRET, setting, NULL});
}

static void end(void)
{
    kripa_arena_clear(&arena);
}

START_TEST(defaults_are_those_of_the_documents)
{
    ck_assert(load(NULL, (const char *const[]){SECRET, "UNRELATED=1", "PATH=/bin", NULL}));
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_str_eq(config.host, "127.0.0.1");
    ck_assert_int_eq(config.port, 8080);
    ck_assert_int_eq(config.rates[BUCKET_ACCOUNT].quota, 1200);
    ck_assert_int_eq(config.rates[BUCKET_ADDRESS].quota, 600);
    ck_assert_int_eq(config.rates[BUCKET_SIGN_IN].quota, 20);
    ck_assert_int_eq(config.rates[BUCKET_SIGN_IN_ADDRESS].quota, 100);
    ck_assert_int_eq(config.rates[BUCKET_REGISTER].quota, 100);
    ck_assert_int_eq(config.rates[BUCKET_RESET].quota, 5);
    ck_assert_int_eq(config.rates[BUCKET_CHECKOUT].quota, 60);
    ck_assert_int_eq(config.rates[BUCKET_CHECKOUT].window_s, 900);
    ck_assert_int_eq(config.head_deadline_s, 10);
    ck_assert_int_eq(config.body_deadline_s, 30);
}
END_TEST

START_TEST(what_cannot_be_is_refused_by_name)
{
    static const char *const settings[] = {
        "PORT=80x",
        "PORT=65536",
        "PORT=-1",
        "RATE_LIMIT_ACCOUNT=12",
        "RATE_LIMIT_ACCOUNT=0/900s",
        "RATE_LIMIT_ACCOUNT=5/0s",
        "RATE_LIMIT_CHECKOUT=5/9m",
        "COOKIE_SECURE=yes",
        "COOKIE_SAMESITE=Non",
        "TRUSTED_PROXIES=10.0.0.0/33",
        "TRUSTED_PROXIES=proxy",
        "ALLOWED_ORIGINS=*",
        "ALLOWED_ORIGINS=null",
        "ALLOWED_ORIGINS=https://shop.example/path",
        "ALLOWED_ORIGINS=shop.example",
        "PUBLIC_URL=ftp://x",
        "FRONTEND_URL=shop.example",
        "COOKIE_SAMESITE=None",
        "LANE_STORE_THREADS=0",
        "KRIPA_STORE=kripa.db",
        "KRIPA_STORE=sqlite:",
        "KRIPA_STORE=mongodb://shop:p@ss@db1/shop",
        "KRIPA_STORE=mongodb://db1",
        "MONGO_URI=mongodb://db1/shop?replicaSet=",
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        ck_assert_msg(!load_one(settings[i]), "%s", settings[i]);
        size_t name = strcspn(settings[i], "=");
        ck_assert_msg(strncmp(problems.at[0].text, settings[i], name) == 0, "%s",
                      problems.at[0].text);
    }
    ck_assert(!load(NULL, (const char *const[]){"PORT=x", "LANE_HASH_QUEUE=x", NULL}));
    ck_assert_uint_eq(problems.fatal_count, 3);
}
END_TEST

START_TEST(a_weak_secret_is_refused_and_the_way_out_named)
{
    static const char *const secrets[] = {
        "JWT_SECRET=short", "JWT_SECRET=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "JWT_SECRET=", "JWT_SECRET=abababababababababababababababababababab"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        ck_assert_msg(!load(NULL, (const char *const[]){secrets[i], NULL}), "%s", secrets[i]);
        ck_assert_ptr_nonnull(strstr(problems.at[0].text, "kripactl secret new"));
    }
    ck_assert(!load_one("JWT_REFRESH_SECRET=short"));
}
END_TEST

START_TEST(a_limit_can_be_off)
{
    ck_assert(load_one("RATE_LIMIT_ACCOUNT=off"));
    ck_assert_int_eq(config.rates[BUCKET_ACCOUNT].quota, 0);
    ck_assert_int_eq(config.rates[BUCKET_SIGN_IN].quota, 20);
    ck_assert_int_eq(config.rates[BUCKET_SIGN_IN_ACCOUNT].quota, 200);
    ck_assert_int_eq(config.rates[BUCKET_SIGN_IN_ADDRESS].quota, 100);
    ck_assert(load_one("RATE_LIMIT_SIGN_IN=7/60s"));
    ck_assert_int_eq(config.rates[BUCKET_SIGN_IN].quota, 7);
    ck_assert_int_eq(config.rates[BUCKET_SIGN_IN].window_s, 60);
}
END_TEST

START_TEST(the_environment_wins_over_the_file)
{
    static const char text[] =
        "# the shop\n\n export PORT=9000\nHOST = \"::\"  \nFRONTEND_URL='https://shop.example'\r\n"
        "NODE_ENV=production\nno setting\n";
    char path[] = "/tmp/kripa-env-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_eq(write(fd, text, sizeof text - 1), sizeof text - 1);
    close(fd);
    ck_assert(!load(path, (const char *const[]){SECRET, "PORT=9001", NULL}));
    unlink(path);
    ck_assert_int_eq(config.port, 9001);
    ck_assert_str_eq(config.host, "::");
    ck_assert_str_eq(config.frontend_url, "https://shop.example");
    ck_assert_uint_eq(problems.count, 2);
    ck_assert(!problems.at[0].fatal);
    ck_assert_ptr_nonnull(strstr(problems.at[0].text, "line 6: NODE_ENV"));
    ck_assert_ptr_nonnull(strstr(problems.at[1].text, "line 7"));
    ck_assert(!load("/nonexistent/env", (const char *const[]){SECRET, NULL}));
}
END_TEST

/* A unit or a compose file that names a variable without a value says nothing. */
START_TEST(an_empty_variable_says_nothing)
{
    static const char text[] = "PORT=9000\nHOST=::1\nKRIPA_STORE=sqlite:file.db # here\n"
                               "COOKIE_SAMESITE=Strict\nRATE_LIMIT_ACCOUNT=7/60s\n";
    char path[] = "/tmp/kripa-env-XXXXXX", empty[64];
    int fd = mkstemp(path);
    ck_assert_int_eq(write(fd, text, sizeof text - 1), sizeof text - 1);
    close(fd);
    for (size_t i = 0; i < config_settings_count; i++) {
        ck_assert_msg(is_sentence(config_settings[i].doc), "%s", config_settings[i].doc);
        bool secret = strcmp(config_settings[i].name, "JWT_SECRET") == 0;
        snprintf(empty, sizeof empty, "%s=", config_settings[i].name);
        ck_assert_msg(load(path, (const char *const[]){SECRET, empty, NULL}) || secret, "%s: %s",
                      empty, problems.at[0].text);
        ck_assert_int_eq(config.port, 9000);
        ck_assert_str_eq(config.host, "::1");
        ck_assert_str_eq(config.store_uri, "sqlite:file.db");
        ck_assert_str_eq(config.cookie_samesite, "Strict");
        ck_assert_int_eq(config.rates[BUCKET_ACCOUNT].quota, 7);
        ck_assert_str_eq(config.jwt_secret, SECRET + strlen("JWT_SECRET="));
    }
    unlink(path);
}
END_TEST

START_TEST(mongo_uri_is_the_store_when_nothing_else_is)
{
    ck_assert(load_one("MONGO_URI=mongodb://host/shop"));
    ck_assert_str_eq(config.store_uri, "mongodb://host/shop");
    ck_assert(load(NULL, (const char *const[]){SECRET, "MONGO_URI=mongodb://h/s",
                                               "KRIPA_STORE=sqlite:a.db", NULL}));
    ck_assert_str_eq(config.store_uri, "sqlite:a.db");
}
END_TEST

START_TEST(pictures_of_a_shop_on_mongodb_need_a_place)
{
    ck_assert(load_one("MONGO_URI=mongodb://host/shop"));
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_ptr_nonnull(strstr(problems.at[0].text, "MEDIA_DIR is not set"));
    static const char *const places[] = {"MEDIA_DIR=/srv/pictures",
                                         "CLOUDINARY_URL=cloudinary://1:2@demo"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        ck_assert(load(
            NULL, (const char *const[]){SECRET, "MONGO_URI=mongodb://host/shop", places[i], NULL}));
        ck_assert_uint_eq(problems.count, 0);
    }
    ck_assert(load_one("KRIPA_STORE=sqlite:shop.db"));
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

static char *printed(void (*print)(FILE *to))
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    print(to);
    fclose(to);
    return text;
}

static void print_config(FILE *to)
{
    config_print(&config, to);
}

START_TEST(what_is_shown_holds_no_secret)
{
    ck_assert(load_one("MONGO_URI=mongodb+srv://shop:pa55@db.host.example/shop?w=majority"));
    char *text = printed(print_config);
    ck_assert_ptr_null(strstr(text, "Zk3vR8wq1LbY6tNsD0hXjC9u"));
    ck_assert_ptr_null(strstr(text, "pa55"));
    ck_assert_ptr_nonnull(strstr(text, "MONGO_URI=mongodb+srv://db.host.example/shop\n"));
    ck_assert_ptr_nonnull(strstr(text, "JWT_SECRET=(set, "));
    ck_assert_ptr_nonnull(strstr(text, "RATE_LIMIT_ACCOUNT=1200/900s\n"));
    free(text);
}
END_TEST

/* What a URI's options hold may be secret, too. */
START_TEST(options_of_a_uri_are_not_shown)
{
    static const char *const settings[] = {
        "KRIPA_STORE=mongodb://h/shop?tls=true&tlsCertificateKeyFilePassword=pa55",
        "MONGO_URI=mongodb://h/shop?tlsCertificateKeyFilePassword=pa55",
        "KRIPA_STORE=mongodb://u:pa55@h/shop?authMechanismProperties=AWS_SESSION_TOKEN:pa55",
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        load_one(settings[i]);
        char *text = printed(print_config);
        ck_assert_msg(!strstr(text, "pa55"), "%s", text);
        ck_assert_msg(strstr(text, "=mongodb://h/shop\n") != NULL, "%s", text);
        free(text);
    }
}
END_TEST

START_TEST(a_bad_proxy_is_told_by_its_place)
{
    char many[1024] = "TRUSTED_PROXIES=";
    ck_assert(!load_one("TRUSTED_PROXIES=10.0.0.1, 10.0.0.0/33,::1"));
    ck_assert_ptr_nonnull(strstr(problems.at[0].text, "entry 2, \"10.0.0.0/33\","));
    ck_assert(!load_one("TRUSTED_PROXIES=proxy.example"));
    ck_assert_ptr_nonnull(strstr(problems.at[0].text, "entry 1, \"proxy.example\","));
    ck_assert(load_one("TRUSTED_PROXIES= 10.0.0.1 , 2001:db8::/32,"));
    for (size_t size = strlen(many), i = 0; i < 33; i++, size += 9)
        memcpy(many + size, "10.0.0.1,", 10);
    ck_assert(!load_one(many));
    ck_assert_ptr_nonnull(strstr(problems.at[0].text, "more than 32"));
}
END_TEST

START_TEST(help_names_every_setting_of_the_documents)
{
    static const char *const names[] = {"PORT",
                                        "HOST",
                                        "MONGO_URI",
                                        "KRIPA_STORE",
                                        "JWT_SECRET",
                                        "JWT_REFRESH_SECRET",
                                        "ALLOWED_ORIGINS",
                                        "FRONTEND_URL",
                                        "PUBLIC_URL",
                                        "TRUSTED_PROXIES",
                                        "COOKIE_SECURE",
                                        "COOKIE_SAMESITE",
                                        "RATE_LIMIT_ACCOUNT",
                                        "RATE_LIMIT_ADDRESS",
                                        "RATE_LIMIT_FREE",
                                        "RATE_LIMIT_SIGN_IN",
                                        "RATE_LIMIT_SIGN_IN_ACCOUNT",
                                        "RATE_LIMIT_SIGN_IN_ADDRESS",
                                        "RATE_LIMIT_REGISTER",
                                        "RATE_LIMIT_RESET",
                                        "RATE_LIMIT_CHECKOUT"};
    char *text = printed(config_help);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char line[64];
        snprintf(line, sizeof line, "\n  %s ", names[i]);
        ck_assert_msg(strstr(text, line) || strncmp(text, line + 1, strlen(line) - 1) == 0, "%s",
                      names[i]);
    }
    free(text);
}
END_TEST

START_TEST(the_cookie_fits_one_site_and_two)
{
    static const struct {
        const char *public_url, *frontend, *same_site;
        bool secure;
    } rows[] = {
        {"PUBLIC_URL=", "FRONTEND_URL=", "Lax", false},
        {"PUBLIC_URL=", "FRONTEND_URL=http://localhost:3000", "Lax", false},
        {"PUBLIC_URL=http://localhost:8080", "FRONTEND_URL=http://localhost:3000", "Lax", false},
        {"PUBLIC_URL=https://shop.example", "FRONTEND_URL=", "Lax", true},
        {"PUBLIC_URL=https://api.shop.example", "FRONTEND_URL=https://shop.example", "Lax", true},
        {"PUBLIC_URL=https://api.example", "FRONTEND_URL=https://shop.example", "None", true},
        {"PUBLIC_URL=https://a.onrender.com", "FRONTEND_URL=https://b.onrender.com", "None", true},
        {"PUBLIC_URL=https://a.onrender.com",
         "ALLOWED_ORIGINS=https://a.onrender.com,https://shop.example", "None", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert(
            load(NULL, (const char *const[]){SECRET, rows[i].public_url, rows[i].frontend, NULL}));
        struct cookie_form form = origin_cookie_form(&config);
        ck_assert_msg(strcmp(form.same_site, rows[i].same_site) == 0 &&
                          form.secure == rows[i].secure,
                      "row %zu", i);
    }
    ck_assert(load(
        NULL, (const char *const[]){SECRET, "COOKIE_SAMESITE=Strict", "COOKIE_SECURE=true", NULL}));
    struct cookie_form form = origin_cookie_form(&config);
    ck_assert_str_eq(form.same_site, "Strict");
    ck_assert(form.secure);
}
END_TEST

START_TEST(an_origin_is_what_a_browser_sends)
{
    static const char *const rows[][2] = {
        {"https://Shop.Example/", "https://shop.example"},
        {"https://shop.example:443", "https://shop.example"},
        {"http://shop.example:80/x?y", "http://shop.example"},
        {"http://localhost:3000", "http://localhost:3000"},
        {"http://[::1]:3000/", "http://[::1]:3000"},
    };
    static const char *const bad[] = {"",
                                      "shop.example",
                                      "ftp://x",
                                      "https://",
                                      "https://:80",
                                      "https://user@x",
                                      "https://x:port",
                                      "https://x:80:90",
                                      "null",
                                      "*"};
    struct origin origin;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_msg(origin_parse(rows[i][0], &origin), "%s", rows[i][0]);
        ck_assert_str_eq(origin.text, rows[i][1]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!origin_parse(bad[i], &origin), "%s", bad[i]);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "config", NULL, end, defaults_are_those_of_the_documents, what_cannot_be_is_refused_by_name,
        a_weak_secret_is_refused_and_the_way_out_named, a_limit_can_be_off,
        the_environment_wins_over_the_file, an_empty_variable_says_nothing,
        mongo_uri_is_the_store_when_nothing_else_is, pictures_of_a_shop_on_mongodb_need_a_place,
        what_is_shown_holds_no_secret, options_of_a_uri_are_not_shown,
        a_bad_proxy_is_told_by_its_place, help_names_every_setting_of_the_documents,
        the_cookie_fits_one_site_and_two, an_origin_is_what_a_browser_sends);
}
