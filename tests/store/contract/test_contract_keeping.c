/* SPDX-License-Identifier: MIT
 * Store contract: bringing a store to new tables, and copying it. */
#include <bson/bson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fields.h"
#include "contract.h"

/* A table as it was, and as the next version has it: rows more, indexes more. */
struct kripa_sheet {
    struct kripa_id id;
    const char *title;
    const char **tags;
    size_t tags_count;
    struct kripa_part *parts;
    size_t parts_count;
    int64_t worth, written_ms;
    struct kripa_int weight;
    bool signed_off;
    enum kripa_mood mood;
};
static const char *const kp_mood_names[] = {"calm", "glad", "cross", NULL};

static const struct kripa_field kp_old_part_fields[] = {
    ID(part, product, "product", .flags = KRIPA_KEY),
    INT(part, qty, "qty", 0, 100),
};
static const struct kripa_schema old_part = {
    .name = "part", .size = sizeof(struct kripa_part), .count = 2, .fields = kp_old_part_fields};
static const struct kripa_field kp_new_part_fields[] = {
    ID(part, product, "product", .flags = KRIPA_KEY | KRIPA_INDEX),
    INT(part, qty, "qty", 0, 100),
    TEXT(part, name, "name", 0, 100),
    MONEY(part, price, "price", 0, 100),
};
static const struct kripa_schema new_part = {
    .name = "part", .size = sizeof(struct kripa_part), .count = 4, .fields = kp_new_part_fields};

#define PARTS_ROW(of)                                                                              \
    {                                                                                              \
        .name = "parts", .type = KRIPA_TYPE_LIST, .at = offsetof(struct kripa_sheet, parts),       \
        .count_at = offsetof(struct kripa_sheet, parts_count), .max = 100, .item = &(of)           \
    }
static const struct kripa_field kp_old_fields[] = {
    ID(sheet, id, "_id"),
    TEXT(sheet, title, "title", 0, 100),
    TEXTS(sheet, tags, "tags", 0, 100),
    PARTS_ROW(old_part),
};
static const struct kripa_schema old_sheet = {.name = "sheet",
                                              .collection = "sheets",
                                              .size = sizeof(struct kripa_sheet),
                                              .count = 4,
                                              .fields = kp_old_fields};
static const struct kripa_field kp_new_fields[] = {
    ID(sheet, id, "_id"),
    TEXT(sheet, title, "title", 0, 100, .flags = KRIPA_UNIQUE),
    TEXTS(sheet, tags, "tags", 0, 100, .flags = KRIPA_INDEX),
    PARTS_ROW(new_part),
    INT(sheet, worth, "worth", 0, 100, .flags = KRIPA_INDEX),
    TIME(sheet, written, "writtenAt"),
    OPT_INT(sheet, weight, "weight", 0, 100),
    BOOL(sheet, signed_off, "signedOff"),
    ENUM(sheet, mood, "mood", mood),
};
static const char *const new_indexes[] = {"signedOff,-writtenAt", NULL};
static const struct kripa_schema new_sheet = {.name = "sheet",
                                              .collection = "sheets",
                                              .size = sizeof(struct kripa_sheet),
                                              .count = 9,
                                              .fields = kp_new_fields,
                                              .indexes = new_indexes};
static const struct kripa_schema *const old_schemas[] = {&old_sheet, NULL};
static const struct kripa_schema *const new_schemas[] = {&new_sheet, NULL};

static void count_line(void *ctx, const char *line)
{
    ck_assert_uint_gt(strlen(line), 0);
    ++*(int *)ctx;
}

static int migrate(bool dry_run)
{
    int lines = 0;
    enum kripa_status status =
        contract.store->ops->migrate(contract.store, dry_run, count_line, &lines, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    return lines;
}

/* Closes the store and opens it with other tables; false when it can't be, in memory. */
static bool reopen(const struct kripa_schema *const *schemas)
{
    if (!fresh_store_is_shared(&contract.own))
        return false;
    kripa_store_close(contract.store);
    contract.store = NULL;
    enum kripa_status status =
        kripa_store_open(contract.own.uri, false, 0, schemas, &contract.store, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    return true;
}

static void insert_old_sheets(void)
{
    static const char *tags[] = {"a", "पंखा"};
    for (unsigned i = 0; i < 3; i++) {
        struct kripa_part part = {.product = contract_id(100 + i), .qty = i};
        struct kripa_sheet sheet = {.id = contract_id(i),
                                    .title = kripa_arena_format(&contract.arena, "sheet %u", i),
                                    .tags = tags,
                                    .tags_count = i,
                                    .parts = &part,
                                    .parts_count = 1};
        contract_insert(&old_sheet, &sheet);
    }
}

START_TEST(migrating_again_does_nothing)
{
    ck_assert_int_eq(migrate(false), 0);
    ck_assert_int_eq(migrate(true), 0);
}
END_TEST

START_TEST(a_dry_run_says_what_it_would_do_and_does_nothing)
{
    if (!reopen(old_schemas))
        return;
    int steps = migrate(true);
    ck_assert_int_gt(steps, 0);
    ck_assert_int_eq(migrate(true), steps);
    ck_assert_int_eq(migrate(false), steps);
    ck_assert_int_eq(migrate(true), 0);
}
END_TEST

START_TEST(old_records_are_good_under_new_tables)
{
    if (!reopen(old_schemas))
        return;
    migrate(false);
    insert_old_sheets();
    ck_assert(reopen(new_schemas));
    ck_assert_int_gt(migrate(false), 0);
    struct kripa_sheet *sheet = contract_get(&new_sheet, contract_id(2));
    ck_assert_str_eq(sheet->title, "sheet 2");
    ck_assert_int_eq(sheet->worth, 0);
    ck_assert_int_eq(sheet->written_ms, 0);
    ck_assert(!sheet->weight.set && !sheet->signed_off);
    ck_assert_uint_eq(sheet->parts_count, 1);
    ck_assert_int_eq(sheet->parts[0].qty, 2);
    ck_assert_ptr_null(sheet->parts[0].name);
    struct kripa_cond zero[] = {CONTRACT_COND("worth", KRIPA_EQ, kp_int(0)),
                                CONTRACT_COND("signedOff", KRIPA_EQ, kp_int(0)),
                                CONTRACT_COND("mood", KRIPA_EQ, kp_int(MOOD_CALM))};
    ck_assert_int_eq(contract_count(&new_sheet, zero, 3), 3);
}
END_TEST

START_TEST(old_records_are_found_by_new_indexes)
{
    if (!reopen(old_schemas))
        return;
    migrate(false);
    insert_old_sheets();
    ck_assert(reopen(new_schemas));
    migrate(false);
    struct kripa_cond tagged = CONTRACT_COND("tags", KRIPA_HAS, kp_text("a"));
    ck_assert_int_eq(contract_count(&new_sheet, &tagged, 1), 2);
    struct kripa_cond part = CONTRACT_COND("parts.product", KRIPA_HAS, kp_id(contract_id(101)));
    ck_assert_int_eq(contract_count(&new_sheet, &part, 1), 1);
    struct kripa_sheet same = {.id = contract_id(9), .title = "sheet 1"};
    struct kp_change change = kp_change_in(&contract.call);
    kp_insert(&change, &new_sheet, &same);
    contract_commit(&change, KRIPA_EXISTS);
    change = kp_change_in(&contract.call);
    kp_update(&change, &new_sheet, contract_id(1));
    kp_pull(&change, "tags", kp_text("a"));
    kp_set(&change, "signedOff", kp_int(1));
    contract_commit(&change, KRIPA_OK);
    ck_assert_int_eq(contract_count(&new_sheet, &tagged, 1), 1);
}
END_TEST

START_TEST(a_list_is_the_same_though_its_elements_have_grown)
{
    if (!reopen(old_schemas))
        return;
    migrate(false);
    insert_old_sheets();
    ck_assert(reopen(new_schemas));
    migrate(false);
    for (unsigned i = 1; i < 3; i++) {
        struct kripa_sheet *sheet = contract_get(&new_sheet, contract_id(i));
        struct kp_change change = kp_change_in(&contract.call);
        if (i == 1)
            kp_delete(&change, &new_sheet, sheet->id);
        else
            kp_update(&change, &new_sheet, sheet->id);
        kp_require(&change, "parts", KRIPA_UNCHANGED, kp_member(sheet));
        contract_commit(&change, KRIPA_OK);
        sheet->parts[0].price_paise = 1;
        contract_commit(&change, KRIPA_CONFLICT);
    }
}
END_TEST

/* Every pair of things sums to 0 in every picture of the store. */
static atomic_bool over;

static void *shift(void *argument)
{
    (void)argument;
    for (unsigned i = 0; !over; i++) {
        struct kripa_arena arena = {0};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        struct kripa_outcome outcome;
        kp_update(&change, &kripa_thing_schema, contract_id(i % 50));
        kp_add(&change, "count", 1);
        kp_update(&change, &kripa_thing_schema, contract_id(50 + i % 50));
        kp_add(&change, "count", -1);
        struct kripa_change whole = {change.edits, change.count};
        ck_assert_int_eq(contract.store->ops->commit(contract.store, &whole, &outcome, NULL),
                         KRIPA_OK);
        kripa_arena_clear(&arena);
    }
    return NULL;
}

static void insert_things(void)
{
    struct kp_change change = kp_change_in(&contract.call);
    for (unsigned i = 0; i < 100; i++) {
        struct kripa_thing *thing = kripa_arena_alloc(&contract.arena, sizeof *thing, 1);
        thing->id = contract_id(i);
        thing->about = "पंखा";
        kp_insert(&change, &kripa_thing_schema, thing);
    }
    contract_commit(&change, KRIPA_OK);
}

/* A file of documents, one behind the other. */
static void sum_documents(const char *path, size_t *count, int64_t *sum)
{
    bson_error_t error;
    bson_iter_t iter;
    const bson_t *document;
    bson_reader_t *reader = bson_reader_new_from_file(path, &error);
    ck_assert_msg(reader != NULL, "%s: %s", path, error.message);
    while ((document = bson_reader_read(reader, NULL))) {
        (*count)++;
        if (bson_iter_init_find(&iter, document, "count"))
            *sum += bson_iter_as_int64(&iter);
    }
    bson_reader_destroy(reader);
}

/* Expects the hundred things, their sum 0, in a backup that is a store, or a folder of
 * documents. */
static void check_backup(const char *path)
{
    char uri[128];
    if (strcmp(contract.store->kind, "mongodb") == 0) {
        size_t count = 0;
        int64_t total = 0;
        snprintf(uri, sizeof uri, "%s/things.bson", path);
        sum_documents(uri, &count, &total);
        ck_assert_uint_eq(count, 100);
        ck_assert_int_eq(total, 0);
        return;
    }
    struct kripa_store *copy = NULL, *own = contract.store;
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    enum kripa_status status =
        kripa_store_open(uri, false, 0, contract_schemas, &copy, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    contract.store = copy;
    struct kripa_rows rows = contract_find(&(struct kripa_query){.of = &kripa_thing_schema});
    contract.store = own;
    kripa_store_close(copy);
    int64_t sum = 0;
    for (size_t i = 0; i < rows.count; i++)
        sum += ((struct kripa_thing *)rows.at)[i].count;
    ck_assert_uint_eq(rows.count, 100);
    ck_assert_int_eq(sum, 0);
}

START_TEST(a_backup_is_one_picture_while_others_write)
{
    char path[96];
    pthread_t writers[2];
    insert_things();
    for (int i = 0; i < 2; i++)
        pthread_create(&writers[i], NULL, shift, NULL);
    for (int i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "%s/backup-%d.db", contract.own.folder, i);
        usleep(5000);
        enum kripa_status status = contract.store->ops->backup(contract.store, path, &contract.err);
        ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    }
    over = true;
    for (int i = 0; i < 2; i++)
        pthread_join(writers[i], NULL);
    for (int i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "%s/backup-%d.db", contract.own.folder, i);
        check_backup(path);
    }
}
END_TEST

START_TEST(a_backup_replaces_nothing)
{
    char path[96];
    insert_things();
    snprintf(path, sizeof path, "%s/backup.db", contract.own.folder);
    ck_assert_int_eq(contract.store->ops->backup(contract.store, path, &contract.err), KRIPA_OK);
    ck_assert_int_eq(contract.store->ops->backup(contract.store, path, &contract.err),
                     KRIPA_EXISTS);
    check_backup(path);
    snprintf(path, sizeof path, "%s/nowhere/backup.db", contract.own.folder);
    ck_assert_int_eq(contract.store->ops->backup(contract.store, path, &contract.err),
                     KRIPA_UNAVAILABLE);
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN(
        "store: keeping", migrating_again_does_nothing,
        a_dry_run_says_what_it_would_do_and_does_nothing, old_records_are_good_under_new_tables,
        old_records_are_found_by_new_indexes, a_list_is_the_same_though_its_elements_have_grown,
        a_backup_is_one_picture_while_others_write, a_backup_replaces_nothing);
}
