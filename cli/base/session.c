/* SPDX-License-Identifier: MIT
 * One run of a command: its store, who acts, and decoding the command line by a table. */
#include "session.h"

#include <errno.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <kripa/sys/env.h>

#include "named.h"

#define STORE_DEFAULT "sqlite:kripa.db"
#define LIST_FIELDS   "50"

struct wanted {
    const char *name;
    struct kripa_arena *arena;
    const char *value; /* NULL: not in the file */
    bool failed;
};

/* All other lines are kripad's. Of several lines the last one counts. */
static void take_wanted(void *ctx, size_t line, const struct kripa_pair *pair)
{
    struct wanted *wanted = ctx;
    (void)line;
    if (!pair || strcmp(pair->name, wanted->name) != 0)
        return;
    wanted->value = kripa_arena_text(wanted->arena, pair->value, strlen(pair->value));
    wanted->failed |= !wanted->value;
}

enum kripa_status session_env(struct session *s, const char *name, const char **out)
{
    struct wanted wanted = {.name = name, .arena = &s->arena};
    enum kripa_status status = kripa_env_file_read(s->env_file, take_wanted, &wanted, &s->error);
    *out = wanted.value && *wanted.value ? wanted.value : NULL;
    return wanted.failed ? session_no_memory(s) : status;
}

/* Looks in the environment and then in the env file, as kripad does; NULL: in neither. */
static enum kripa_status look_up(struct session *s, const char *name, const char **out)
{
    *out = getenv(name);
    if ((*out && **out) || !s->env_file || s->env_file_to_come)
        return KRIPA_OK;
    return session_env(s, name, out);
}

static const char *const store_names[] = {"KRIPA_STORE", "MONGO_URI"};
#define STORE_NAMES_COUNT (sizeof store_names / sizeof *store_names)

enum kripa_status session_env_store(struct session *s, const char **out)
{
    enum kripa_status status = KRIPA_OK;
    *out = NULL;
    for (size_t i = 0; i < STORE_NAMES_COUNT && status == KRIPA_OK && !*out; i++)
        status = session_env(s, store_names[i], out);
    return status;
}

static enum kripa_status find_store(struct session *s)
{
    s->store_uri = s->options->store;
    for (size_t i = 0; i < STORE_NAMES_COUNT && !s->store_uri; i++) {
        const char *value;
        enum kripa_status status = look_up(s, store_names[i], &value);
        if (status != KRIPA_OK)
            return status;
        s->store_uri = value && *value ? value : NULL;
    }
    if (!s->store_uri)
        s->store_uri = STORE_DEFAULT;
    kripa_uri_shown(s->store_uri, s->store_shown);
    return KRIPA_OK;
}

enum kripa_status session_store(struct session *s, const char *typed, const char **uri)
{
    static const char scheme[] = "env:";
    *uri = typed;
    if (strncmp(typed, scheme, sizeof scheme - 1) != 0)
        return KRIPA_OK;
    const char *name = typed + sizeof scheme - 1;
    enum kripa_status status = look_up(s, name, uri);
    if (status == KRIPA_OK && !(*uri && **uri))
        return session_usage(s, "%s is not set", name);
    return status;
}

static struct kripa_viewer unix_user(void)
{
    const struct passwd *user = getpwuid(getuid());
    char number[32];
    snprintf(number, sizeof number, "%lu", (unsigned long)getuid());
    return kripa_viewer_console(user && user->pw_name ? user->pw_name : number);
}

enum kripa_status session_begin(struct session *s, const struct options *options,
                                const struct command *command)
{
    const char *env_file = options->env_file ? options->env_file : getenv("KRIPA_ENV_FILE");
    *s = (struct session){.options = options,
                          .command = command,
                          .env_file = env_file && *env_file ? env_file : NULL,
                          .viewer = unix_user(),
                          .screen = screen_of(stdout, options->color)};
    s->env_file_to_come =
        s->env_file && command->flags & COMMAND_MAKES_ENV_FILE && access(s->env_file, F_OK) != 0;
    return find_store(s);
}

/* Times are shown in the shop's time zone. */
static void take_time_zone(struct session *s)
{
    struct kripa_settings *settings;
    if (kripa_settings_get(s->kripa, kripa_viewer_console("kripactl"), &s->arena, &settings,
                           NULL) == KRIPA_OK &&
        settings->time_zone)
        setenv("TZ", settings->time_zone, 1);
    tzset();
}

/* The file there is no shop, but making one in its place would lose nothing. */
static enum kripa_status suggest_store(struct session *s)
{
    char found[sizeof s->error.message];
    memcpy(found, s->error.message, sizeof found);
    return kripa_fail(&s->error, KRIPA_NOT_FOUND,
                      "there is no shop in %s (%s): kripactl init makes one, --store names another",
                      s->store_shown, found);
}

/* As kripad has them. */
static enum kripa_status take_secrets(struct session *s, struct kripa_config *config)
{
    enum kripa_status status = look_up(s, "JWT_SECRET", &config->jwt_secret);
    if (status == KRIPA_OK)
        status = look_up(s, "FRONTEND_URL", &config->frontend_url);
    if (status == KRIPA_OK && !(config->frontend_url && *config->frontend_url))
        status = look_up(s, "PUBLIC_URL", &config->frontend_url);
    if (config->jwt_secret && !*config->jwt_secret)
        config->jwt_secret = NULL;
    return status;
}

/* Where kripad keeps uploaded files, and how it is reached: as its own settings say. */
static enum kripa_status find_media(struct session *s, struct kripa_config *config)
{
    const struct {
        const char *name, **to;
    } settings[] = {{"MEDIA_DIR", &config->media_dir},
                    {"PUBLIC_URL", &config->public_url},
                    {"CLOUDINARY_URL", &config->cloudinary.url},
                    {"CLOUDINARY_CLOUD_NAME", &config->cloudinary.cloud_name},
                    {"CLOUDINARY_API_KEY", &config->cloudinary.api_key},
                    {"CLOUDINARY_API_SECRET", &config->cloudinary.api_secret}};
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < sizeof settings / sizeof *settings; i++)
        status = look_up(s, settings[i].name, settings[i].to);
    return status;
}

enum kripa_status session_open(struct session *s, const struct kripa_config *config)
{
    struct kripa_config whole = *config;
    enum kripa_status status = find_media(s, &whole);
    if (status != KRIPA_OK)
        return status;
    if (!whole.store_uri)
        whole.store_uri = s->store_uri;
    whole.dry_run = s->options->dry_run;
    whole.reading_will_do = !(s->command->flags & COMMAND_MAKES_SHOP);
    if (s->command->flags & COMMAND_KNOWS_SECRETS)
        status = take_secrets(s, &whole);
    if (status == KRIPA_OK)
        status = kripa_open(&whole, &s->kripa, &s->error);
    if (status == KRIPA_NOT_FOUND)
        return suggest_store(s);
    if (status == KRIPA_OK && !s->options->json && !whole.tables_as_they_are)
        take_time_zone(s);
    return status;
}

enum kripa_status session_act_as(struct session *s)
{
    if (!s->options->as)
        return KRIPA_OK;
    enum kripa_status status = kripa_viewer_of(s->kripa, s->options->as, &s->viewer, &s->error);
    return named_missing(s, status, "account", s->options->as);
}

void session_end(struct session *s)
{
    kripa_close(s->kripa);
    kripa_arena_clear(&s->arena);
}

enum kripa_status session_usage(struct session *s, const char *format, ...)
{
    char message[sizeof s->error.message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    s->exit_code = EXIT_USAGE;
    return kripa_fail(&s->error, KRIPA_INVALID, "%s", message);
}

void session_rename_field(struct session *s, size_t i, const char *name)
{
    struct kripa_error_field *field = &s->error.fields[i];
    snprintf(field->path, sizeof field->path, "%s", name);
    if (i == 0)
        snprintf(s->error.message, sizeof s->error.message, "%s: %s", name, field->message);
}

enum kripa_status session_no_memory(struct session *s)
{
    return kripa_fail(&s->error, KRIPA_NO_MEMORY, "out of memory");
}

enum kripa_status session_limit(struct session *s, int64_t *out)
{
    const char *text = s->options->limit;
    if (!text)
        text = LIST_FIELDS;
    char *end;
    errno = 0;
    long long limit = strtoll(text, &end, 10);
    if (errno || end == text || *end || limit < 1)
        return kripa_fail_field(&s->error, KRIPA_INVALID, "limit", "is a whole number from 1 on");
    *out = limit < KRIPA_PAGE_LIMIT_MAX ? limit : KRIPA_PAGE_LIMIT_MAX;
    return KRIPA_OK;
}

static bool takes_limit(const struct kripa_schema *table, enum kripa_role role)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct kripa_field *field = &table->fields[i];
        if (strcmp(field->name, "limit") == 0)
            return kripa_field_writable_by(table, field) & KRIPA_MASK(role);
    }
    return false;
}

/* A list without a limit gets one that suits a person who reads. */
static bool lacks_limit(const struct session *s, const struct input *in)
{
    for (size_t i = 0; i < in->pairs_count; i++) {
        if (strcmp(in->pairs[i].name, "limit") == 0)
            return false;
    }
    return takes_limit(in->command->table, s->viewer.role);
}

enum kripa_status session_decode(struct session *s, const struct input *in,
                                 const struct kripa_pair *more, size_t more_count, void *record,
                                 kripa_given *given)
{
    size_t count = in->pairs_count + more_count;
    struct kripa_pair *pairs = kripa_arena_alloc(&s->arena, sizeof *pairs, count + 2);
    if (!pairs)
        return session_no_memory(s);
    if (in->pairs_count > 0)
        memcpy(pairs, in->pairs, in->pairs_count * sizeof *pairs);
    if (more_count > 0)
        memcpy(pairs + in->pairs_count, more, more_count * sizeof *pairs);
    if (lacks_limit(s, in))
        pairs[count++] = (struct kripa_pair){"limit", LIST_FIELDS};
    return kripa_pairs_decode(in->command->table, in->command->input_mode, s->viewer.role, true,
                              pairs, count, &s->arena, record, given, &s->error);
}
