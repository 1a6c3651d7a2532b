/* SPDX-License-Identifier: MIT
 * A process that stops at any step of keeping, naming, shrinking or sweeping files: no file that
 * a record names is missing, and two days later no other file is left. */
#include "suite.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kripa/sys/schema.h>

#include "core/context.h"
#include "pictures.h"
#include "schema/schema.h"
#include "service/disk.h"
#include "service/secret.h"
#include "shop.h"

#define DAY_MS     ((int64_t)86400 * 1000)
#define DISK_BROKE 5 /* EIO */

/* After so many steps, of the disk and of the store together, everything fails, or the process is
 * killed. */
static struct {
    int left;
    bool kills;
    bool after; /* a commit is the last thing that is done */
} crash;
static const struct kripa_store_ops *real;
static struct shop shop;

static bool goes_on(void)
{
    if (crash.left > 0 && --crash.left > 0)
        return true;
    if (crash.kills)
        raise(SIGKILL);
    crash.left = 0;
    return false;
}

static bool on_step(void *ctx, const char *step)
{
    (void)ctx;
    (void)step;
    errno = DISK_BROKE;
    return goes_on();
}

static enum kripa_status broken(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_UNAVAILABLE, "the store fails here");
}

static enum kripa_status breaking_find(struct kripa_store *store, const struct kripa_query *query,
                                       struct kripa_arena *arena, struct kripa_rows *rows,
                                       struct kripa_error *err)
{
    return goes_on() ? real->find(store, query, arena, rows, err) : broken(err);
}

static enum kripa_status breaking_commit(struct kripa_store *store,
                                         const struct kripa_change *change,
                                         struct kripa_outcome *outcome, struct kripa_error *err)
{
    bool last = crash.left == 1 && crash.after;
    enum kripa_status status = KRIPA_OK;
    if (last)
        status = real->commit(store, change, outcome, err);
    if (!goes_on())
        return broken(err);
    return last ? status : real->commit(store, change, outcome, err);
}

static void crash_after(int steps, bool after, bool kills)
{
    static struct kripa_store_ops breaking;
    crash.left = steps;
    crash.after = after;
    crash.kills = kills;
    real = shop.kripa->store->ops;
    breaking = *real;
    breaking.find = breaking_find;
    breaking.commit = breaking_commit;
    shop.kripa->store->ops = &breaking;
    kp_disk_on_step(shop.kripa->disk, on_step, NULL);
}

static void start_again(void)
{
    shop.kripa->store->ops = real;
    kp_disk_on_step(shop.kripa->disk, NULL, NULL);
}

static struct kripa_image keep(unsigned seed)
{
    struct kripa_image image = {0};
    picture_upload(shop.kripa, shop.admin, picture_make(&shop.arena, PICTURE_PNG, 200, 20, seed),
                   KRIPA_MEDIA_PRODUCTS, &shop.arena, &image, &shop.err);
    return image;
}

static struct kripa_id add_product(const struct kripa_image *image)
{
    const struct kripa_product product = {
        .name = "Fan", .price_paise = 100, .images_added = image, .images_added_count = 1};
    struct kripa_product *out;
    kripa_given given = kripa_schema_bit(&kripa_product_schema, "name") |
                        kripa_schema_bit(&kripa_product_schema, "price");
    enum kripa_status status =
        kripa_product_add(shop.kripa, shop.admin, &product, given, &shop.arena, &out, &shop.err);
    return status == KRIPA_OK ? out->id : (struct kripa_id){{0}};
}

static void append(struct kripa_id id, const struct kripa_image *image)
{
    const struct kripa_product more = {.images_added = image, .images_added_count = 1};
    struct kripa_product *out;
    kripa_product_edit(shop.kripa, shop.admin, id, &more, 0, (struct kripa_int){0}, &shop.arena,
                       &out, &shop.err);
}

static void drop(unsigned seed)
{
    struct bytes file = picture_make(&shop.arena, PICTURE_PNG, 20, 20, seed);
    struct kripa_upload *upload;
    struct kripa_image image;
    if (kripa_upload_open(shop.kripa, "image", &upload, &shop.err) != KRIPA_OK)
        return;
    kripa_upload_write(upload, file.at, file.size, &shop.err);
    kripa_upload_finish(upload, &shop.err);
    kripa_media_keep(shop.kripa, shop.admin, upload, KRIPA_MEDIA_PRODUCTS, &shop.arena, &image,
                     &shop.err);
    kripa_media_drop(shop.kripa, upload, &shop.err);
    kripa_upload_free(upload);
}

/* Keeps, names, replaces and sweeps pictures; when a step fails it goes on with the next. */
static void live(void)
{
    int64_t removed;
    struct kripa_media_file file = {.fd = -1};
    struct kripa_product *out;
    struct kripa_image first = keep(1), second;
    struct kripa_id fan = add_product(&first);
    second = keep(2);
    append(fan, &second);
    if (second.public_id &&
        kripa_media_make(shop.kripa, second.public_id, 160, &file, &shop.err) == KRIPA_OK)
        close(file.fd);
    if (first.public_id)
        kripa_product_image_remove(shop.kripa, shop.admin, fan, first.public_id, &shop.arena, &out,
                                   &shop.err);
    shop.now_ms += DAY_MS + 1000;
    kripa_sweep(shop.kripa, 100, &removed, &shop.err);
    drop(3);
}

static const char *path_of(const char *name)
{
    return kripa_arena_format(&shop.arena, "%s/%s", shop.media, name);
}

/* The file exists and its bytes match its name. */
static void check_named(const struct kripa_image *image)
{
    struct kripa_media_file file;
    char digest[KP_DIGEST_TEXT_SIZE];
    ck_assert_msg(kripa_media_open(shop.kripa, image->public_id, 0, &file, &shop.err) == KRIPA_OK,
                  "%s is named, and not there", image->public_id);
    struct bytes bytes = bytes_of(&shop.arena, &file);
    kp_sha256_text(bytes.at, bytes.size, digest);
    ck_assert_int_eq(strncmp(image->public_id, digest, sizeof digest - 1), 0);
}

static int check_all_named(void)
{
    struct kripa_rows products = shop_rows(&shop, &kripa_product_schema);
    int count = 0;
    for (size_t i = 0; i < products.count; i++) {
        const struct kripa_product *product = &((struct kripa_product *)products.at)[i];
        for (size_t j = 0; j < product->images_count; j++, count++)
            check_named(&product->images[j]);
    }
    return count;
}

/* Counts the files of a folder; makes incoming files old. */
static int age_and_count(const char *name)
{
    static const struct timespec long_ago[2] = {{1, 0}, {1, 0}};
    const char *folder = path_of(name);
    DIR *dir = opendir(folder);
    int count = 0;
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        if (entry->d_type != DT_REG)
            continue;
        count++;
        if (strcmp(name, "incoming") == 0)
            utimensat(dirfd(dir), entry->d_name, long_ago, 0);
    }
    if (dir)
        closedir(dir);
    return count;
}

static void check_after_crash(void)
{
    int named = check_all_named();
    age_and_count("incoming");
    for (int i = 0; i < 2; i++) {
        int64_t removed;
        shop.now_ms += DAY_MS + 1000;
        ck_assert_int_eq(kripa_sweep(shop.kripa, 100, &removed, &shop.err), KRIPA_OK);
    }
    ck_assert_int_eq(check_all_named(), named);
    ck_assert_int_eq(age_and_count("incoming"), 0);
    ck_assert_int_eq(age_and_count("."), named);
    ck_assert_int_le(age_and_count("w160"), named);
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), named);
    ck_assert_int_eq(shop_count(&shop, &kripa_media_ref_schema), named);
    shop_check_books(&shop);
}

static void end(void)
{
    shop_close(&shop);
}

#define STEPS_MAX 400
static void crash_everywhere(bool after)
{
    bool over = false;
    int steps;
    for (steps = 1; !over && steps < STEPS_MAX; steps++) {
        shop_open(&shop, .media = true);
        crash_after(steps, after, false);
        live();
        over = crash.left > 1;
        start_again();
        check_after_crash();
        if (!over)
            shop_close(&shop);
    }
    ck_assert(over);
    ck_assert_int_gt(steps, 40);
}

START_TEST(whatever_step_is_the_last_nothing_named_is_lost_and_nothing_stays)
{
    crash_everywhere(false);
}
END_TEST

START_TEST(the_same_where_the_answer_of_a_commit_is_lost)
{
    crash_everywhere(true);
}
END_TEST

/* The same by kill -9, of another process on the same file. */
START_TEST(a_killed_process_loses_nothing)
{
    int status = 0, steps;
    for (steps = 1; steps < STEPS_MAX && (steps == 1 || WIFSIGNALED(status)); steps++) {
        if (steps > 1)
            shop_close(&shop);
        shop_open(&shop, .place = SHOP_IN_FILE, .media = true);
        kripa_close(shop.kripa);
        pid_t child = fork();
        if (child == 0) {
            shop.kripa = shop_open_again(&shop, NULL);
            crash_after(steps, false, true);
            live();
            _exit(0);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        shop.kripa = shop_open_again(&shop, NULL);
        shop.now_ms += DAY_MS;
        check_after_crash();
    }
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_int_gt(steps, 40);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "media crash", NULL, end, whatever_step_is_the_last_nothing_named_is_lost_and_nothing_stays,
        the_same_where_the_answer_of_a_commit_is_lost, a_killed_process_loses_nothing);
}
