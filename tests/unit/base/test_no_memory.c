/* SPDX-License-Identifier: MIT
 * Allocation after allocation fails, also inside jansson and libunistring, until the call succeeds:
 * every failure is told as NO_MEMORY, and nothing is lost. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "base/text.h"
#include "core/change.h"
#include "sample.h"

#define COUNT(all) (sizeof(all) / sizeof *(all))

static long left = -1; /* allocations that succeed; below 0: all */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_FAIL false /* the sanitizer's malloc can't be replaced */
#else
#define CAN_FAIL true
void *__libc_malloc(size_t size);

/* In place of the C library's, for the program and all its libraries. realloc is left alone: when
 * it fails to make a block smaller, going on is right. */
KRIPA_API void *malloc(size_t size)
{
    if (left > 0)
        left--;
    return left != 0 ? __libc_malloc(size) : NULL;
}
#endif

/* Calls `call` with ever more memory until it succeeds; before that it must say NO_MEMORY. Only
 * jansson can't always tell its own shortage from a malformed text. */
static void starve(enum kripa_status (*call)(struct kripa_arena *arena, struct kripa_error *err))
{
    long allocations = 0;
    for (bool ran_out = CAN_FAIL; ran_out;) {
        struct kripa_arena arena = {0};
        struct kripa_error err = {0};
        left = ++allocations; /* the last one of them fails */
        enum kripa_status status = call(&arena, &err);
        ran_out = left == 0;
        left = -1;
        kripa_arena_clear(&arena);
        enum kripa_status expected = ran_out ? KRIPA_NO_MEMORY : KRIPA_OK;
        if (ran_out && strstr(err.message, "malformed"))
            expected = KRIPA_INVALID;
        ck_assert_msg(status == expected, "allocation %ld: %s: %s", allocations,
                      kripa_status_name(status), err.message);
    }
    ck_assert(allocations > 1 || !CAN_FAIL);
}

static const char request[] =
    "{\"name\":\"पंखा\",\"blank\":\"Cafe\xcc\x81\",\"secret\":\"hush\",\"count\":2,"
    "\"home\":{\"city\":\"पुणे\",\"pincode\":\"411001\"},"
    "\"second\":{\"city\":\"Pune\",\"pincode\":\"411001\"},"
    "\"parts\":[{\"product\":\"0123456789abcdef01234567\",\"qty\":2,\"note\":\"अ\"}],"
    "\"tags\":[\"क\",\"b\"],\"friends\":[\"0123456789abcdef01234567\"]}";

static enum kripa_status decode_json(struct kripa_arena *arena, struct kripa_error *err)
{
    struct kripa_sample sample = {0};
    kripa_given given;
    return kripa_json_decode(&kripa_sample_schema, KRIPA_CREATE, KRIPA_ROLE_CUSTOMER, request,
                             sizeof request - 1, arena, &sample, &given, err);
}

START_TEST(reading_json_says_so)
{
    starve(decode_json);
}
END_TEST

static enum kripa_status decode_pairs(struct kripa_arena *arena, struct kripa_error *err)
{
    static const struct kripa_pair pairs[] = {{"name", "पंखा"},
                                              {"home.city", "पुणे"},
                                              {"home.pincode", "411001"},
                                              {"second.city", "Pune"},
                                              {"second.pincode", "411001"},
                                              {"tags", "अ,b"},
                                              {"tags", "c"},
                                              {"friends", "[\"0123456789abcdef01234567\"]"},
                                              {"secret", "hush"}};
    struct kripa_sample sample = {0};
    kripa_given given;
    return kripa_pairs_decode(&kripa_sample_schema, KRIPA_CREATE, KRIPA_ROLE_CUSTOMER, true, pairs,
                              COUNT(pairs), arena, &sample, &given, err);
}

START_TEST(reading_pairs_says_so)
{
    starve(decode_pairs);
}
END_TEST

static enum kripa_status write_json(struct kripa_arena *arena, struct kripa_error *err)
{
    static const struct kripa_sample sample = {.name = "fan"};
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    for (int i = 0; i < 1000; i++)
        kripa_write_record(&writer, &kripa_sample_schema, &sample, KRIPA_ROLE_GUEST);
    (void)err;
    return writer.failed ? KRIPA_NO_MEMORY : KRIPA_OK;
}

START_TEST(a_writer_remembers_it)
{
    starve(write_json);
}
END_TEST

static enum kripa_status fold_text(struct kripa_arena *arena, struct kripa_error *err)
{
    const char *terms[8], *phone = "+91 9876543210";
    size_t count = 0;
    (void)err;
    if (!kp_text_trim(arena, " Cafe\xcc\x81 ") || !kp_text_fold(arena, "लड़का", 64) ||
        !kp_text_slug(arena, "एलईडी बल्ब"))
        return KRIPA_NO_MEMORY;
    if (kp_format_normalize(KRIPA_FORMAT_PHONE, arena, &phone))
        return phone ? KRIPA_INVALID : KRIPA_NO_MEMORY;
    return kp_text_terms(arena, "एलईडी बल्ब 9W", KP_EVERY_WAY, terms, COUNT(terms), &count);
}

START_TEST(folding_text_says_so)
{
    starve(fold_text);
}
END_TEST

static enum kripa_status build_change(struct kripa_arena *arena, struct kripa_error *err)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = arena});
    (void)err;
    for (int i = 0; i < 300; i++) {
        kp_update(&change, &kripa_sample_schema, (struct kripa_id){{1}});
        kp_require(&change, "count", KRIPA_GE, kp_int(i));
        kp_add(&change, "count", 1);
    }
    return change.failed ? KRIPA_NO_MEMORY : KRIPA_OK;
}

START_TEST(a_change_remembers_it)
{
    starve(build_change);
}
END_TEST

int main(void)
{
    return RUN_SUITE("no_memory", reading_json_says_so, reading_pairs_says_so,
                     a_writer_remembers_it, folding_text_says_so, a_change_remembers_it);
}
