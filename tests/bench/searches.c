/* SPDX-License-Identifier: MIT
 * What a search costs: terms a product, and microseconds a list, in this process, of a shop made of
 * the sample catalogue over and over. To compare two versions, build this file in both and run them
 * by turns. Usage: [KRIPA_TEST_STORE=mongodb] searches [products] [calls of a kind] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "core/query.h"
#include "schema/schema.h"
#include "shop.h"
#include "wrk.h"

#define LINES_MAX  200
#define BYTES_MAX  8192
#define ROUNDS_MAX 5

struct bench {
    struct shop shop;
    struct kripa_arena arena;
    struct kripa_error err;
    char *lines[LINES_MAX];
    size_t lines_count, products, calls;
};

static const struct {
    const char *what, *query[5];
} kinds[] = {
    {"first page", {"limit", "20"}},
    {"by name", {"limit", "20", "sort", "name"}},
    {"one word, in many", {"limit", "20", "q", "fan"}},
    {"three words", {"limit", "20", "q", "ceiling fan 1200"}},
    {"a measure", {"limit", "20", "q", "bulb 9w"}},
    {"a brand", {"limit", "20", "brand", "pavanya"}},
    {"nothing like it", {"limit", "20", "q", "xylophone"}},
    {"a typo", {"limit", "20", "q", "cieling fan"}},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static FILE *open_sample(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/examples/catalogue/%s", KRIPA_SOURCE_DIR, name);
    FILE *file = fopen(path, "re");
    if (!file) {
        perror(path);
        exit(2);
    }
    return file;
}

static void must(const struct bench *bench, enum kripa_status status, const char *what)
{
    if (status == KRIPA_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, bench->err.message);
    exit(2);
}

static void add_category(struct bench *bench, const char *line)
{
    struct kripa_category input = {0}, *made;
    kripa_given given;
    must(bench,
         kripa_json_decode(&kripa_category_schema, KRIPA_CREATE, KRIPA_ROLE_ADMIN, line,
                           strlen(line), &bench->arena, &input, &given, &bench->err),
         line);
    must(bench,
         kripa_category_add(bench->shop.kripa, kripa_viewer_console("bench"), &input, given,
                            &bench->arena, &made, &bench->err),
         line);
}

static void read_samples(struct bench *bench)
{
    char line[BYTES_MAX];
    FILE *file = open_sample("categories.jsonl");
    while (fgets(line, sizeof line, file))
        add_category(bench, line);
    fclose(file);
    file = open_sample("products.jsonl");
    while (bench->lines_count < LINES_MAX && fgets(line, sizeof line, file))
        bench->lines[bench->lines_count++] = strdup(line);
    fclose(file);
}

/* The sample with a number behind its name and its SKU, and no slug of its own. */
static void add_product(struct bench *bench, size_t number)
{
    struct kripa_product input = {0}, *made;
    kripa_given given;
    const char *line = bench->lines[number % bench->lines_count];
    must(bench,
         kripa_json_decode(&kripa_product_schema, KRIPA_CREATE, KRIPA_ROLE_ADMIN, line,
                           strlen(line), &bench->arena, &input, &given, &bench->err),
         line);
    size_t round = number / bench->lines_count;
    if (round > 0) {
        input.name = kripa_arena_format(&bench->arena, "%s %zu", input.name, round);
        input.sku = kripa_arena_format(&bench->arena, "%s-%zu", input.sku ? input.sku : "N", round);
        input.slug = NULL;
    }
    must(bench,
         kripa_product_add(bench->shop.kripa, kripa_viewer_console("bench"), &input, given,
                           &bench->arena, &made, &bench->err),
         input.name);
    kripa_arena_reset(&bench->arena);
}

static enum kripa_status count_terms(void *ctx, const void *record)
{
    *(size_t *)ctx += ((const struct kripa_terms *)record)->terms_count;
    return KRIPA_OK;
}

static void tell_terms(struct bench *bench)
{
    size_t terms = 0;
    struct kp_query all = kp_query_of(&bench->arena, &kripa_product_terms_schema);
    kp_scan(&(struct kp_call){.kripa = bench->shop.kripa}, &all, count_terms, &terms);
    printf("%zu products, %.2f terms a product\n", bench->products,
           (double)terms / (double)bench->products);
}

static int64_t list(struct bench *bench, const char *const *query)
{
    struct kripa_pair pairs[4];
    struct kripa_product_filter filter = {0};
    struct kripa_products found;
    kripa_given given;
    size_t count = 0;
    for (; query[0]; query += 2)
        pairs[count++] = (struct kripa_pair){query[0], query[1]};
    must(bench,
         kripa_pairs_decode(&kripa_product_filter_schema, KRIPA_CREATE, KRIPA_ROLE_GUEST, false,
                            pairs, count, &bench->arena, &filter, &given, &bench->err),
         "query");
    must(bench,
         kripa_product_list(bench->shop.kripa, kripa_viewer_guest(), &filter, &bench->arena, &found,
                            &bench->err),
         "list");
    kripa_arena_reset(&bench->arena);
    return found.page.total;
}

static double microseconds(struct bench *bench, const char *const *query, int64_t *total)
{
    double start_s = wrk_now_s();
    for (size_t i = 0; i < bench->calls; i++)
        *total = list(bench, query);
    return (wrk_now_s() - start_s) * 1e6 / (double)bench->calls;
}

int main(int argc, char **argv)
{
    setenv("TMPDIR", "/tmp", 0); /* a disk: what is measured is what a commit waits for */
    static struct bench bench;
    double us[KINDS][ROUNDS_MAX];
    int64_t totals[KINDS];
    bench.products = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    bench.calls = argc > 2 ? strtoul(argv[2], NULL, 10) : 500;
    shop_open(&bench.shop, .place = SHOP_SHARED, .clock_runs = true);
    read_samples(&bench);
    double start_s = wrk_now_s();
    for (size_t i = 0; i < bench.products; i++)
        add_product(&bench, i);
    printf("%.0f us to add a product; ", (wrk_now_s() - start_s) * 1e6 / (double)bench.products);
    tell_terms(&bench);
    for (size_t round = 0; round < ROUNDS_MAX; round++)
        for (size_t i = 0; i < KINDS; i++)
            us[i][round] = microseconds(&bench, kinds[i].query, &totals[i]);
    for (size_t i = 0; i < KINDS; i++)
        printf("%-20s %6lld found %9.1f us\n", kinds[i].what, (long long)totals[i],
               wrk_median(us[i], ROUNDS_MAX));
    kripa_arena_clear(&bench.arena);
    shop_close(&bench.shop);
    for (size_t i = 0; i < bench.lines_count; i++)
        free(bench.lines[i]);
    return 0;
}
