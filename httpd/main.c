/* SPDX-License-Identifier: MIT
 * The program kripad: reads the settings, opens the shop, serves until it is told to stop. */
#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kripa/maintenance.h>

#include "config/config.h"
#include "config/origin.h"
#include "kripad.h"
#include "routes.h"
#include "server/listen.h"
#include "server/log.h"
#include "server/server.h"
#include "server/sweeper.h"

#define EXIT_CONFIG 2

extern char **environ;

struct options {
    const char *env_file;
    bool check_config;
};

static void print_help(void)
{
    puts("Usage: kripad [--env-file PATH] [--check-config] [--version] [--help]\n"
         "\n"
         "Serves the shop's REST API. Settings come from the environment and from the env file "
         "(NAME=value lines);\n"
         "the environment wins.\n"
         "\n"
         "  --env-file PATH   read settings from this file; KRIPA_ENV_FILE when left out\n"
         "  --check-config    print the settings in force, secrets censored, and all that is "
         "wrong; then end\n"
         "\n"
         "Settings [default]:");
    config_help(stdout);
    puts("\nExample: kripactl init --env-file kripad.env --name NAME --email EMAIL\n"
         "         kripad --env-file kripad.env");
}

/* False: the program must exit with *code. */
static bool take_option(int option, struct options *options, int *code)
{
    switch (option) {
    case 'e':
        options->env_file = optarg;
        return true;
    case 'c':
        options->check_config = true;
        return true;
    case 'v':
        printf("kripad %s\n", kripa_version());
        return false;
    case 'h':
        print_help();
        return false;
    default:
        *code = EXIT_CONFIG;
        return false;
    }
}

static bool read_options(int argc, char **argv, struct options *options, int *code)
{
    static const struct option known[] = {{"env-file", required_argument, NULL, 'e'},
                                          {"check-config", no_argument, NULL, 'c'},
                                          {"version", no_argument, NULL, 'v'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    int option;
    *code = EXIT_SUCCESS;
    while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        if (!take_option(option, options, code))
            return false;
    }
    if (optind == argc)
        return true;
    fprintf(stderr, "kripad: %s: unexpected; see kripad --help\n", argv[optind]);
    *code = EXIT_CONFIG;
    return false;
}

/* NULL: the variable is not set, either. */
static const char *env_file_named(void)
{
    const char *path = getenv("KRIPA_ENV_FILE");
    return path && *path ? path : NULL;
}

static void print_problems(const struct config_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        fprintf(stderr, "kripad: %s%s\n",
                problems->at[i].fatal ? "" : "warning: ", problems->at[i].text);
}

/* Where statements of the store are logged; set after the store is open. */
struct listener {
    struct log *log;
    const struct kripad *kripad;
};

static void log_its_statement(void *ctx, const struct kripa_statement *statement)
{
    const struct listener *to = ctx;
    if (to->log)
        log_statement(to->log, at_work_request(&to->kripad->at_work), statement);
}

static enum kripa_status open_shop(const struct config *config, struct listener *listener,
                                   struct kripa **out, struct kripa_error *err)
{
    char url[ORIGIN_URL_SIZE];
    struct kripa_config shop = {
        .store_uri = config->store_uri,
        .store_connections = config->store_threads + config->write_threads + config->hash_threads +
                             config->slow_threads + config->upload_threads,
        .media_dir = config->media_dir,
        .public_url = origin_public_url(config, url),
        .jwt_secret = config->jwt_secret,
        .refresh_secret = config->jwt_refresh_secret,
        .frontend_url = config->frontend_url ? config->frontend_url : config->public_url,
        .password_memory_kib = config->password_memory_kib,
        .password_passes = config->password_passes,
        .cloudinary = {config->cloudinary_url, config->cloudinary_cloud_name,
                       config->cloudinary_api_key, config->cloudinary_api_secret},
        .create = strcmp(config->store_uri, "sqlite::memory:") == 0,
    };
    if (config_logs_statements(config)) {
        shop.services.on_statement = log_its_statement;
        shop.services.on_statement_ctx = listener;
    }
    return kripa_open(&shop, out, err);
}

/* Waits for SIGTERM or SIGINT, which all threads block. SIGHUP reopens the log. */
static void wait_for_end(struct log *log, const sigset_t *signals)
{
    int signal = SIGHUP;
    while (signal == SIGHUP) {
        if (sigwait(signals, &signal) != 0)
            continue;
        if (signal == SIGHUP)
            log_reopen(log);
    }
}

/* Old records still work, but searches and lists may not find all of them. */
static void warn_of_waiting(struct kripa *kripa, struct log *log)
{
    bool waits = false;
    if (kripa_migration_pending(kripa, &waits, NULL) == KRIPA_OK && waits)
        log_say(log, "warning", "records wait to be brought forward: kripactl store migrate");
}

static int serve(struct kripad *kripad, struct log *log, const sigset_t *signals)
{
    struct server *server;
    struct kripa_error err = {0};
    const struct config *config = kripad->config;
    if (server_start(kripad, log, &server, &err)) {
        fprintf(stderr, "kripad: %s\n", err.message);
        return EXIT_FAILURE;
    }
    log_ready(log, config->host, server_port(server), config->store_uri);
    if (kripad->origins.any_localhost)
        log_say(log, "info", "ALLOWED_ORIGINS is not set: every origin on localhost is allowed");
    warn_of_waiting(kripad->kripa, log);
    struct sweeper *sweeper = sweeper_start(kripad->kripa, log, config->sweep_every_s);
    if (!sweeper)
        log_say(log, "error", "no thread to remove what expires");
    wait_for_end(log, signals);
    log_say(log, "info", "stopping");
    sweeper_hurry(sweeper);
    bool stopped = server_stop(server);
    log_say(log, stopped ? "info" : "error",
            stopped ? "stopped" : "stopped while a request was still running");
    if (!stopped) {
        log_close(log);
        /* a worker still uses what would be freed; for the store this is like a crash */
        _exit(EXIT_FAILURE);
    }
    sweeper_stop(sweeper);
    return EXIT_SUCCESS;
}

/* If no store was named, the shop may be in another one: making a second would not help. */
static void say_how_to_find_it(const struct config *config, const char *env_file)
{
    char shown[KRIPA_URI_SHOWN_SIZE];
    kripa_uri_shown(config->store_uri, shown);
    if (config->store_is_default)
        fprintf(stderr,
                "kripad: KRIPA_STORE is not set, so it was looked for at %s: name the shop's "
                "store in it\n",
                shown);
    else if (env_file && !config->store_is_given)
        fprintf(stderr, "kripad: make the shop first: kripactl init --env-file %s\n", env_file);
    else
        fprintf(stderr, "kripad: make the shop first: %skripactl init --store %s\n",
                env_file_named() ? "KRIPA_ENV_FILE= " : "", shown);
}

static struct log *open_log(const struct config *config, struct kripa_error *err)
{
    struct log *log = config->log_file ? log_open_file(config->log_file) : log_open(STDERR_FILENO);
    if (!log && config->log_file)
        kripa_fail(err, KRIPA_UNAVAILABLE, "LOG_FILE %s can't be opened: %s", config->log_file,
                   strerror(errno));
    else if (!log)
        kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    return log;
}

static int run(const struct config *config, const char *env_file)
{
    struct kripa *kripa = NULL;
    struct kripad *kripad = NULL;
    struct listener listener = {0};
    struct kripa_error err = {0};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    enum kripa_status status = open_shop(config, &listener, &kripa, &err);
    if (status == KRIPA_OK)
        status = kripad_open(config, kripad_routes, kripa, &kripad, &err);
    struct log *log = status != KRIPA_OK ? NULL : open_log(config, &err);
    int code = EXIT_FAILURE;
    listener = (struct listener){log, kripad};
    if (log)
        code = serve(kripad, log, &signals);
    else
        fprintf(stderr, "kripad: %s\n", err.message);
    if (status == KRIPA_NOT_FOUND)
        say_how_to_find_it(config, env_file);
    listener = (struct listener){0};
    log_close(log);
    kripad_close(kripad);
    kripa_close(kripa);
    return code;
}

/* Checks whether kripad would open the store, without opening it. A server is not contacted. */
static void check_shop(const struct config *config, struct config_problems *problems)
{
    struct kripa *kripa = NULL;
    struct kripa_error err;
    struct kripa_config shop = {
        .store_uri = config->store_uri, .tables_as_they_are = true, .reading_will_do = true};
    if (strncmp(config->store_uri, "sqlite:", 7) != 0 ||
        strcmp(config->store_uri, "sqlite::memory:") == 0)
        return;
    enum kripa_status status = kripa_open(&shop, &kripa, &err);
    if (status != KRIPA_OK)
        config_problem(problems, status != KRIPA_NOT_FOUND && status != KRIPA_UNAVAILABLE,
                       "KRIPA_STORE: %s", err.message);
    kripa_close(kripa);
}

/* Checks what would otherwise only fail at start. */
static void check_surroundings(const struct config *config, struct config_problems *problems)
{
    config_print(config, stdout);
    listen_check(config, problems);
    check_shop(config, problems);
    if (config->log_file && !log_can_open(config->log_file))
        config_problem(problems, true, "LOG_FILE: %s can't be opened: %s", config->log_file,
                       strerror(errno));
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct config config;
    struct config_problems problems;
    struct kripa_arena arena = {0};
    int code;
    if (!read_options(argc, argv, &options, &code))
        return code;
    if (!options.env_file)
        options.env_file = env_file_named();
    mallopt(M_ARENA_MAX, 4); /* with many workers, more arenas would waste memory */
    config_load(&config, options.env_file, environ, &arena, &problems);
    listen_take_over(&config, &arena, &problems);
    if (options.check_config)
        check_surroundings(&config, &problems);
    print_problems(&problems);
    bool good = problems.fatal_count == 0;
    if (options.check_config || !good)
        code = good ? EXIT_SUCCESS : EXIT_CONFIG;
    else
        code = run(&config, options.env_file);
    kripa_arena_clear(&arena);
    return code;
}
