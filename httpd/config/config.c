/* SPDX-License-Identifier: MIT
 * Reads the settings: defaults, then the env file, then the environment; then checks them
 * together. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/context.h>
#include <kripa/sys/env.h>
#include <kripa/sys/store.h>

#include "base/address.h"
#include "origin.h"
#include "table.h"

static const struct setting *find_setting(const char *name, size_t size)
{
    for (size_t i = 0; i < config_settings_count; i++) {
        const struct setting *setting = &config_settings[i];
        if (strncmp(setting->name, name, size) == 0 && !setting->name[size])
            return setting;
    }
    return NULL;
}

static bool read_number(const struct setting *setting, const char *text, int64_t *out)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno || end == text || *end || number < setting->min || number > setting->max)
        return false;
    *out = number;
    return true;
}

/* "1200/900s", "off" */
static bool read_rate(const char *text, struct rate *out)
{
    char *end;
    if (strcmp(text, "off") == 0) {
        *out = (struct rate){0, 0};
        return true;
    }
    long long quota = strtoll(text, &end, 10);
    if (end == text || *end != '/')
        return false;
    const char *window = end + 1;
    long long window_s = strtoll(window, &end, 10);
    if (end == window || strcmp(end, "s") != 0)
        return false;
    if (quota < 1 || quota > 1000000 || window_s < 1 || window_s > 86400)
        return false;
    *out = (struct rate){quota, window_s};
    return true;
}

static const char *read_choice(const struct setting *setting, const char *text)
{
    size_t size = strlen(text);
    for (const char *at = setting->choices; size && (at = strstr(at, text)); at++) {
        bool whole = (at == setting->choices || at[-1] == ' ') && (at[size] == ' ' || !at[size]);
        if (whole)
            return text;
    }
    return NULL;
}

/* Stores a value; returns what is wrong with it, or NULL. */
static const char *set(const struct setting *setting, const char *value, struct config *config)
{
    void *member = (char *)config + setting->at;
    switch (setting->type) {
    case SETTING_TEXT:
        *(const char **)member = *value ? value : NULL;
        return NULL;
    case SETTING_NUMBER:
        return read_number(setting, value, member) ? NULL : "a whole number in range is needed";
    case SETTING_RATE:
        return read_rate(value, member)
                   ? NULL
                   : "needed is a number of requests and of seconds (1200/900s), or off";
    case SETTING_CHOICE:
        break;
    }
    *(const char **)member = read_choice(setting, value);
    return *(const char **)member ? NULL : "this is none of its values";
}

static void take(const struct setting *setting, const char *value, struct config *config,
                 struct config_problems *problems)
{
    const char *wrong = set(setting, value, config);
    if (!wrong)
        return;
    if (setting->type == SETTING_NUMBER)
        config_problem(problems, true, "%s: %s (%lld to %lld)", setting->name, wrong,
                       (long long)setting->min, (long long)setting->max);
    else if (setting->type == SETTING_CHOICE)
        config_problem(problems, true, "%s: %s (%s)", setting->name, wrong, setting->choices);
    else
        config_problem(problems, true, "%s: %s", setting->name, wrong);
    set(setting, setting->default_value, config);
}

struct reading {
    struct config *config;
    struct kripa_arena *arena;
    struct config_problems *problems;
};

static void take_line(void *ctx, size_t line, const struct kripa_pair *pair)
{
    const struct reading *reading = ctx;
    struct config_problems *problems = reading->problems;
    if (!pair) {
        config_problem(problems, true,
                       "env file, line %zu: NAME=value is needed, with quotes around all of the "
                       "value or none",
                       line);
        return;
    }
    const struct setting *setting = find_setting(pair->name, strlen(pair->name));
    if (!setting) {
        config_problem(problems, false, "env file, line %zu: %s is not a setting of kripad", line,
                       pair->name);
        return;
    }
    const char *kept = kripa_arena_text(reading->arena, pair->value, strlen(pair->value));
    if (kept)
        take(setting, kept, reading->config, problems);
    else
        config_problem(problems, true, "out of memory");
}

static void take_file(const char *path, struct config *config, struct kripa_arena *arena,
                      struct config_problems *problems)
{
    struct reading reading = {config, arena, problems};
    struct kripa_error err = {0};
    if (kripa_env_file_read(path, take_line, &reading, &err))
        config_problem(problems, true, "%s", err.message);
}

/* An empty variable, as a unit or compose file may leave it, counts as not set. */
static void take_environment(char *const *environment, struct config *config,
                             struct config_problems *problems)
{
    for (; environment && *environment; environment++) {
        size_t name_size = strcspn(*environment, "=");
        const struct setting *setting = find_setting(*environment, name_size);
        if (setting && (*environment)[name_size] && (*environment)[name_size + 1])
            take(setting, *environment + name_size + 1, config, problems);
    }
}

static void check_secret(const char *name, const char *secret, struct config_problems *problems)
{
    const char *wrong = kripa_secret_problem(secret);
    if (wrong)
        config_problem(problems, true, "%s: %s; make one with: kripactl secret new", name, wrong);
}

static void check_store(const struct config *config, struct config_problems *problems)
{
    struct kripa_error err = {0};
    const char *name = config->store_uri == config->mongo_uri ? "MONGO_URI" : "KRIPA_STORE";
    if (kripa_store_uri_check(config->store_uri, &err) != KRIPA_OK)
        config_problem(problems, true, "%s: %s", name, err.fields[0].message);
}

static void check_cloudinary(const struct config *config, struct config_problems *problems)
{
    const struct kripa_cloudinary account = {config->cloudinary_url, config->cloudinary_cloud_name,
                                             config->cloudinary_api_key,
                                             config->cloudinary_api_secret};
    struct kripa_error err = {0};
    if (kripa_cloudinary_check(&account, &err) != KRIPA_OK)
        config_problem(problems, true, "%s", err.message);
}

/* Several kripad may serve a shop on MongoDB, so no folder of this machine is taken by itself. */
static void check_media(const struct config *config, struct config_problems *problems)
{
    static const char scheme[] = "mongodb";
    bool on_server = config->store_uri && strncmp(config->store_uri, scheme, strlen(scheme)) == 0;
    bool remote = config->cloudinary_url || config->cloudinary_cloud_name;
    if (on_server && !config->media_dir && !remote)
        config_problem(
            problems, false,
            "MEDIA_DIR is not set, so no pictures can be uploaded: on MongoDB it has to be "
            "a folder that every kripad of the shop sees; or set CLOUDINARY_URL");
}

static void check_proxies(const struct config *config, struct config_problems *problems)
{
    struct address_ranges ranges;
    const char *wrong;
    size_t size;
    if (!config->trusted_proxies ||
        address_ranges_parse(config->trusted_proxies, &ranges, &wrong, &size))
        return;
    if (ranges.count == RANGES_MAX)
        config_problem(problems, true, "TRUSTED_PROXIES: more than %d entries", RANGES_MAX);
    else
        config_problem(problems, true,
                       "TRUSTED_PROXIES: entry %zu, \"%.*s\", is no address (192.0.2.7) and no "
                       "network (10.0.0.0/8)",
                       ranges.count + 1, (int)size, wrong);
}

static void check(struct config *config, struct config_problems *problems)
{
    if (!config->jwt_secret)
        config_problem(problems, true, "JWT_SECRET is not set; make one with: kripactl secret new");
    else
        check_secret("JWT_SECRET", config->jwt_secret, problems);
    if (config->jwt_refresh_secret)
        check_secret("JWT_REFRESH_SECRET", config->jwt_refresh_secret, problems);
    check_proxies(config, problems);
    check_store(config, problems);
    check_cloudinary(config, problems);
    check_media(config, problems);
    origin_check_config(config, problems);
}

bool config_load(struct config *config, const char *env_file, char *const *environment,
                 struct kripa_arena *arena, struct config_problems *problems)
{
    memset(config, 0, sizeof *config);
    memset(problems, 0, sizeof *problems);
    for (size_t i = 0; i < config_settings_count; i++)
        set(&config_settings[i], config_settings[i].default_value, config);
    const char *default_store = config->store_uri;
    if (env_file)
        take_file(env_file, config, arena, problems);
    const char *filed_store = config->store_uri, *filed_server = config->mongo_uri;
    take_environment(environment, config, problems);
    config->store_is_given = config->store_uri != filed_store || config->mongo_uri != filed_server;
    if (config->mongo_uri && config->store_uri == default_store)
        config->store_uri = config->mongo_uri;
    if (!config->store_uri)
        config->store_uri = default_store;
    config->store_is_default = config->store_uri == default_store;
    if (!config->host)
        config->host = "127.0.0.1";
    check(config, problems);
    return problems->fatal_count == 0;
}

bool config_logs_statements(const struct config *config)
{
    return config->log_statements && strcmp(config->log_statements, "true") == 0;
}

bool config_serves_demo(const struct config *config)
{
    return config->demo && strcmp(config->demo, "on") == 0;
}
