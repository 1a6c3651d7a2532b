/* SPDX-License-Identifier: MIT
 * The wrappers the linker puts before malloc and its kin, in programs that ask for them. */
#include "fault_alloc.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);

static atomic_long left; /* allocations until one fails; 0: none will */
static atomic_bool failed, on_and_on;

static bool fails(void)
{
    if (on_and_on && failed)
        return true;
    if (left == 0 || atomic_fetch_sub(&left, 1) != 1)
        return false;
    failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

char *__wrap_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = fails() ? NULL : __real_malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

void fault_alloc_fail(long nth, bool from_then_on)
{
    failed = false;
    on_and_on = from_then_on;
    left = nth;
}

bool fault_alloc_failed(void)
{
    bool happened = failed;
    left = 0;
    on_and_on = false;
    return happened;
}

static sqlite3_mem_methods own;

static void *sqlite_malloc(int size)
{
    return fails() ? NULL : own.xMalloc(size);
}

static void *sqlite_realloc(void *memory, int size)
{
    return fails() ? NULL : own.xRealloc(memory, size);
}

bool fault_alloc_sqlite(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &own) != SQLITE_OK)
        return false;
    sqlite3_mem_methods methods = own;
    methods.xMalloc = sqlite_malloc;
    methods.xRealloc = sqlite_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
}
