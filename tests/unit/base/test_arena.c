/* SPDX-License-Identifier: MIT
 * Memory with one owner. */
#include "suite.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <kripa/arena.h>

START_TEST(memory_is_zeroed_and_aligned)
{
    struct kripa_arena arena;
    kripa_arena_init(&arena);
    for (size_t size = 1; size < 200; size++) {
        unsigned char *at = kripa_arena_alloc(&arena, size, 1);
        ck_assert_ptr_nonnull(at);
        ck_assert_uint_eq((uintptr_t)at % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            if (at[i])
                ck_abort_msg("byte %zu of %zu", i, size);
        memset(at, 0xff, size);
    }
    kripa_arena_clear(&arena);
}
END_TEST

START_TEST(what_was_given_stays_when_more_is_taken)
{
    struct kripa_arena arena = {0};
    char *texts[2000];
    for (int i = 0; i < 2000; i++)
        texts[i] = kripa_arena_format(&arena, "text number %d", i);
    for (int i = 0; i < 2000; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "text number %d", i);
        ck_assert_str_eq(texts[i], expected);
    }
    kripa_arena_clear(&arena);
}
END_TEST

START_TEST(a_wish_larger_than_a_chunk_is_met)
{
    struct kripa_arena arena = {0};
    char *large = kripa_arena_alloc(&arena, 1000, 1000);
    ck_assert_ptr_nonnull(large);
    ck_assert_int_eq(large[999999], 0);
    ck_assert_ptr_nonnull(kripa_arena_alloc(&arena, 8, 1));
    kripa_arena_clear(&arena);
}
END_TEST

START_TEST(sizes_that_overflow_are_refused)
{
    struct kripa_arena arena = {0};
    ck_assert_ptr_null(kripa_arena_alloc(&arena, SIZE_MAX / 2, 3));
    ck_assert_ptr_null(kripa_arena_alloc(&arena, SIZE_MAX, 1));
    ck_assert_ptr_null(kripa_arena_alloc(&arena, SIZE_MAX - 8, 1));
    ck_assert_ptr_null(kripa_arena_text(&arena, "", SIZE_MAX));
    ck_assert_ptr_nonnull(kripa_arena_alloc(&arena, 0, 5));
    kripa_arena_clear(&arena);
}
END_TEST

START_TEST(a_text_is_copied_and_ended)
{
    struct kripa_arena arena = {0};
    ck_assert_str_eq(kripa_arena_text(&arena, "abcdef", 3), "abc");
    ck_assert_str_eq(kripa_arena_text(&arena, "", 0), "");
    kripa_arena_clear(&arena);
}
END_TEST

START_TEST(a_reset_arena_gives_the_same_memory_again)
{
    struct kripa_arena arena = {0};
    char *first = kripa_arena_alloc(&arena, 64, 1);
    memset(first, 1, 64);
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_nonnull(kripa_arena_alloc(&arena, 4096, 1));
    kripa_arena_reset(&arena);
    char *again = kripa_arena_alloc(&arena, 64, 1);
    ck_assert_ptr_eq(first, again);
    ck_assert_int_eq(again[63], 0);
    kripa_arena_clear(&arena);
    kripa_arena_reset(&arena);
    kripa_arena_clear(&arena);
    kripa_arena_clear(NULL);
}
END_TEST

START_TEST(a_large_first_chunk_is_not_kept)
{
    struct kripa_arena arena = {0};
    ck_assert_ptr_nonnull(kripa_arena_alloc(&arena, 1 << 20, 1));
    kripa_arena_reset(&arena);
    ck_assert_ptr_null(arena.chunks);
    kripa_arena_clear(&arena);
}
END_TEST

int main(void)
{
    return RUN_SUITE("arena", memory_is_zeroed_and_aligned, what_was_given_stays_when_more_is_taken,
                     a_wish_larger_than_a_chunk_is_met, sizes_that_overflow_are_refused,
                     a_text_is_copied_and_ended, a_reset_arena_gives_the_same_memory_again,
                     a_large_first_chunk_is_not_kept);
}
