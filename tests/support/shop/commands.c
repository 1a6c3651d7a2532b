/* SPDX-License-Identifier: MIT
 * See commands.h. */
#include "commands.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "store/mongo/internal.h"

struct commands {
    struct kp_mongo *store;
    /* opened before the watch began, so not watched itself: kept out of the pool */
    mongoc_client_t *own;
    pthread_mutex_t lock;
    commands_fn *seen;
    void *ctx;
    size_t count, conflicts;
    int64_t us;
};

static void started(const mongoc_apm_command_started_t *event)
{
    struct commands *commands = mongoc_apm_command_started_get_context(event);
    pthread_mutex_lock(&commands->lock);
    commands->count++;
    if (commands->seen)
        commands->seen(commands->ctx, mongoc_apm_command_started_get_command(event));
    pthread_mutex_unlock(&commands->lock);
}

static void add(struct commands *commands, int64_t us)
{
    pthread_mutex_lock(&commands->lock);
    commands->us += us;
    pthread_mutex_unlock(&commands->lock);
}

static void succeeded(const mongoc_apm_command_succeeded_t *event)
{
    add(mongoc_apm_command_succeeded_get_context(event),
        mongoc_apm_command_succeeded_get_duration(event));
}

static void failed(const mongoc_apm_command_failed_t *event)
{
    struct commands *commands = mongoc_apm_command_failed_get_context(event);
    bson_error_t error;
    mongoc_apm_command_failed_get_error(event, &error);
    pthread_mutex_lock(&commands->lock);
    commands->conflicts += kp_mongo_is_conflict(&error);
    pthread_mutex_unlock(&commands->lock);
    add(commands, mongoc_apm_command_failed_get_duration(event));
}

struct commands *commands_watch(struct kripa *kripa, commands_fn *seen, void *ctx)
{
    struct commands *commands = calloc(1, sizeof *commands);
    mongoc_apm_callbacks_t *callbacks = mongoc_apm_callbacks_new();
    if (!commands || !callbacks)
        exit(2);
    commands->store = (struct kp_mongo *)kripa->store;
    commands->seen = seen;
    commands->ctx = ctx;
    pthread_mutex_init(&commands->lock, NULL);
    commands->own = mongoc_client_pool_pop(commands->store->pool);
    mongoc_apm_set_command_started_cb(callbacks, started);
    mongoc_apm_set_command_succeeded_cb(callbacks, succeeded);
    mongoc_apm_set_command_failed_cb(callbacks, failed);
    if (!mongoc_client_pool_set_apm_callbacks(commands->store->pool, callbacks, commands)) {
        fprintf(stderr, "the shop's connections can't be watched\n");
        exit(2);
    }
    mongoc_apm_callbacks_destroy(callbacks);
    return commands;
}

void commands_free(struct commands *commands)
{
    mongoc_client_pool_push(commands->store->pool, commands->own);
    pthread_mutex_destroy(&commands->lock);
    free(commands);
}

void commands_reset(struct commands *commands)
{
    pthread_mutex_lock(&commands->lock);
    commands->count = 0;
    commands->conflicts = 0;
    commands->us = 0;
    pthread_mutex_unlock(&commands->lock);
}

size_t commands_count(struct commands *commands)
{
    pthread_mutex_lock(&commands->lock);
    size_t count = commands->count;
    pthread_mutex_unlock(&commands->lock);
    return count;
}

size_t commands_conflicts(struct commands *commands)
{
    pthread_mutex_lock(&commands->lock);
    size_t conflicts = commands->conflicts;
    pthread_mutex_unlock(&commands->lock);
    return conflicts;
}

int64_t commands_us(struct commands *commands)
{
    pthread_mutex_lock(&commands->lock);
    int64_t us = commands->us;
    pthread_mutex_unlock(&commands->lock);
    return us;
}

mongoc_database_t *commands_database(struct commands *commands)
{
    return mongoc_client_get_database(commands->own, commands->store->database);
}
