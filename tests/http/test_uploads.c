/* SPDX-License-Identifier: MIT
 * Uploads that go wrong in every way, and many at once: the answer says what was wrong, no file is
 * left behind, and kripad needs little memory. An argument says how many come at once. */
#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon.h"
#include "form_body.h"
#include "http.h"
#include "large_jpeg.h"
#include "shop.h"
#include "small_disk.h"
#include "suite.h"

#define CUT_BYTES      65536
#define FULL           20 /* uploads at once, where one is worked on and one may wait */
#define SETTINGS_MAX   8
#define SMALL_BYTES    100000
#define ANSWER_MS      20000
#define GONE_MS        10000
#define GROWTH_MAX_KIB 65536 /* of uploads that come at once, however many */

static struct shop shop;
static struct daemon *kripad;
static struct http *http;
static const char *token, *media;
static struct form_body form;
static const char *settings[SETTINGS_MAX + 1];
static size_t at_once = 8;

static void start_kripad(void)
{
    kripad = daemon_start(shop.store.uri, SHOP_JWT_SECRET, settings);
    http = http_open(daemon_url(kripad));
}

/* `others` are settings, ended by NULL. */
static void start(size_t disk_bytes, const char *const *others)
{
    static char folder_setting[200];
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    token = shop_token(&shop, "owner", KRIPA_ROLE_ADMIN);
    media = kripa_arena_format(&shop.arena, "%s/pictures", shop.store.folder);
    ck_assert_int_eq(mkdir(media, 0700), 0);
    if (disk_bytes)
        small_disk_mount(media, disk_bytes);
    snprintf(folder_setting, sizeof folder_setting, "MEDIA_DIR=%s", media);
    settings[0] = folder_setting;
    settings[1] = "RATE_LIMIT_ACCOUNT=off";
    settings[2] = "PUBLIC_URL=http://shop.example";
    for (size_t i = 3; i < SETTINGS_MAX && *others; i++)
        settings[i] = *others++;
    start_kripad();
}

static void begin(void)
{
    start(0, (const char *const[]){"DEADLINE_FORM_S=2", "DEADLINE_STOP_S=2", NULL});
}

static void end(void)
{
    form_clear(&form);
    http_close(http);
    ck_assert_int_eq(daemon_stop(kripad), 0);
    shop_close(&shop);
}

/* In this folder, and in all folders in it. */
static int count_files_in(const char *folder)
{
    int files = 0;
    DIR *listed = opendir(folder);
    for (struct dirent *entry; listed && (entry = readdir(listed));) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = kripa_arena_format(&shop.arena, "%s/%s", folder, entry->d_name);
        files += entry->d_type == DT_DIR ? count_files_in(path) : 1;
    }
    if (listed)
        closedir(listed);
    return files;
}

static int count_files(void)
{
    return count_files_in(media);
}

static void must_have_files(int count)
{
    for (int i = 0; i < GONE_MS && count_files() != count; i++)
        poll(NULL, 0, 1);
    ck_assert_int_eq(count_files(), count);
}

/* Makes the form of a category with a logo of this size. */
static void make_form(const char *name, size_t size)
{
    char *picture = large_jpeg(size, 1);
    form_clear(&form);
    form_field(&form, "name", name);
    form_file(&form, "logo", "logo.jpg", picture, size);
    form_close(&form);
    free(picture);
}

static const struct http_answer *post_form(const char *path)
{
    static const char *const headers[] = {FORM_HEADER, "Expect:", NULL};
    return http_ask(http, (struct http_request){.method = "POST",
                                                .path = path,
                                                .token = token,
                                                .body = form.at,
                                                .body_size = form.size,
                                                .headers = headers});
}

static void must_take(const char *name)
{
    make_form(name, SMALL_BYTES);
    const struct http_answer *answer = post_form("/api/categories");
    ck_assert_msg(answer->status == 201, "%ld %s", answer->status, answer->body);
}

static void must_refuse(const struct http_answer *answer, long status, const char *says)
{
    ck_assert_msg(answer->status == status && strstr(answer->body, says), "%ld %s", answer->status,
                  answer->body);
}

static void send_all(int fd, const char *data, size_t size)
{
    for (ssize_t sent; size > 0 && (sent = send(fd, data, size, MSG_NOSIGNAL)) > 0; data += sent)
        size -= (size_t)sent;
}

/* A connection on which the head of this form was sent. */
static int begin_upload(size_t length)
{
    int fd = raw_connect(daemon_port(kripad));
    const char *head = kripa_arena_format(
        &shop.arena,
        "POST /api/categories HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" FORM_HEADER
        "\r\nAuthorization: Bearer %s\r\nContent-Length: %zu\r\n\r\n",
        token, length);
    send_all(fd, head, strlen(head));
    return fd;
}

/* The status of what comes; 0: the end. */
static long read_status(int fd, const char **body)
{
    static char answer[65536];
    raw_read(fd, answer, sizeof answer, ANSWER_MS, NULL);
    close(fd);
    if (body)
        *body = answer;
    return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? strtol(answer + 9, NULL, 10) : 0;
}

START_TEST(an_upload_that_is_cut_off_leaves_no_file)
{
    make_form("Lamps", 20 * CUT_BYTES);
    for (size_t at = 0; at < form.size; at += CUT_BYTES) {
        int fd = begin_upload(form.size);
        send_all(fd, form.at, at);
        close(fd);
    }
    must_have_files(0);
    must_take("Lamps");
    must_have_files(1);
}
END_TEST

START_TEST(a_wrong_length_is_told_or_ends_at_its_deadline)
{
    const char *answer;
    make_form("Lamps", SMALL_BYTES);
    int fd = begin_upload(form.size - 10);
    send_all(fd, form.at, form.size - 10);
    ck_assert_int_eq(read_status(fd, &answer), 400);
    ck_assert_msg(strstr(answer, "ends before its last boundary"), "%s", answer);
    must_have_files(0);
    fd = begin_upload(form.size + 10);
    send_all(fd, form.at, form.size);
    ck_assert_int_eq(read_status(fd, NULL), 0);
    must_have_files(0);
}
END_TEST

START_TEST(a_slow_upload_is_taken_and_one_that_drips_is_not)
{
    make_form("Lamps", SMALL_BYTES);
    int slow = begin_upload(form.size), drips = begin_upload(form.size);
    send_all(drips, form.at, form.size / 2);
    for (size_t at = 0; at < form.size; at += 5000) {
        send_all(slow, form.at + at, form.size - at < 5000 ? form.size - at : 5000);
        poll(NULL, 0, 20);
    }
    ck_assert_int_eq(read_status(slow, NULL), 201);
    for (size_t at = form.size / 2; at < form.size / 2 + 30; at++) {
        send_all(drips, form.at + at, 1);
        poll(NULL, 0, 100);
    }
    ck_assert_int_eq(read_status(drips, NULL), 0);
    must_have_files(1);
}
END_TEST

START_TEST(what_is_too_large_is_read_to_its_end_and_answered)
{
    make_form("Lamps", KRIPA_MEDIA_BYTES_MAX + 1);
    must_refuse(post_form("/api/categories"), 413, "\"logo\"");
    make_form("Lamps", (size_t)40 << 20);
    must_refuse(post_form("/api/categories"), 413, "TOO_LARGE");
    must_have_files(0);
    const char *before = token;
    token = "none";
    must_refuse(post_form("/api/categories"), 401, "UNAUTHENTICATED");
    token = before;
    must_take("Lamps");
}
END_TEST

START_TEST(a_file_of_another_kind_is_refused_by_name)
{
    static const char *const files_sent[] = {
        "GIF89a\x01\x01", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<!DOCTYPE html><p>x",
        "%PDF-1.7\n%\xe2\xe3\xcf\xd3", "\xff\xd8\xff\xe0"};
    for (size_t i = 0; i < sizeof files_sent / sizeof *files_sent; i++) {
        form_clear(&form);
        form_field(&form, "name", "Lamps");
        form_file(&form, "logo", "logo.jpg", files_sent[i], strlen(files_sent[i]));
        form_close(&form);
        const struct http_answer *answer = post_form("/api/categories");
        bool is_jpeg = i + 1 == sizeof files_sent / sizeof *files_sent; /* but cut off */
        must_refuse(answer, is_jpeg ? 400 : 415, "\"logo\"");
    }
    form_clear(&form);
    form_field(&form, "name", "Lamps");
    form_file(&form, "logo", "logo.jpg", "", 0);
    form_close(&form);
    must_refuse(post_form("/api/categories"), 400, "empty");
    must_have_files(0);
}
END_TEST

START_TEST(a_request_that_is_refused_leaves_no_file)
{
    make_form("", SMALL_BYTES);
    must_refuse(post_form("/api/categories"), 400, "\"name\"");
    must_have_files(0);
    must_take("Lamps");
    char *picture = large_jpeg(SMALL_BYTES, 2);
    form_clear(&form);
    form_field(&form, "name", "Lamps");
    form_file(&form, "logo", "logo.jpg", picture, SMALL_BYTES);
    form_close(&form);
    free(picture);
    must_refuse(post_form("/api/categories"), 409, "EXISTS");
    must_have_files(1);
    must_take("Fans"); /* the same picture as the first one's, once */
    must_have_files(1);
    make_form("Fans", SMALL_BYTES); /* refused with a picture that others name */
    must_refuse(post_form("/api/categories"), 409, "EXISTS");
    must_have_files(1);
}
END_TEST

START_TEST(a_stop_leaves_no_half_of_an_upload)
{
    make_form("Lamps", 20 * CUT_BYTES);
    int fd = begin_upload(form.size);
    send_all(fd, form.at, 10 * CUT_BYTES);
    must_have_files(1);
    http_close(http);
    ck_assert_int_eq(daemon_stop(kripad), 0);
    must_have_files(0);
    close(fd);
    start_kripad();
    must_take("Lamps");
}
END_TEST

static long memory_kib(const char *which)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)daemon_pid(kripad));
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, which, strlen(which)) == 0)
            kib = strtol(line + strlen(which) + 1, NULL, 10);
    }
    if (file)
        fclose(file);
    return kib;
}

/* The highest so far becomes what it is now. */
static void forget_peak(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/clear_refs", (int)daemon_pid(kripad));
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    ck_assert_int_eq(write(fd, "5", 1), 1);
    close(fd);
}

/* A piece of each in turn, so that all are on their way until the last piece. */
static void upload_at_once(int *fds)
{
    make_form("Lamps", KRIPA_MEDIA_BYTES_MAX);
    for (size_t i = 0; i < at_once; i++)
        fds[i] = begin_upload(form.size);
    for (size_t at = 0; at < form.size; at += 4 * CUT_BYTES) {
        size_t left = form.size - at, size = left < 4 * CUT_BYTES ? left : 4 * CUT_BYTES;
        for (size_t i = 0; i < at_once; i++)
            send_all(fds[i], form.at + at, size);
    }
}

START_TEST(many_at_once_take_little_memory)
{
    int *fds = calloc(at_once, sizeof *fds), taken = 0;
    must_take("Fans");
    forget_peak();
    long before = memory_kib("VmRSS");
    upload_at_once(fds);
    for (size_t i = 0; i < at_once; i++) {
        long status = read_status(fds[i], NULL);
        ck_assert_msg(status == 201 || status == 409, "%ld", status);
        taken += status == 201;
    }
    long grown = memory_kib("VmHWM") - before;
    printf("%zu uploads of 5 MiB at once: kripad grew by %ld KiB\n", at_once, grown);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    ck_assert_int_lt(grown, GROWTH_MAX_KIB);
#endif
    ck_assert_int_eq(taken, 1); /* of the same name */
    must_have_files(2);
    free(fds);
}
END_TEST

static void begin_patient(void)
{
    start(0, (const char *const[]){"DEADLINE_FORM_S=60", NULL});
}

static void begin_with_one_worker(void)
{
    start(0, (const char *const[]){"DEADLINE_FORM_S=60", "LANE_UPLOAD_THREADS=1",
                                   "LANE_UPLOAD_QUEUE=1", NULL});
}

START_TEST(a_full_pool_refuses_when_the_body_has_ended)
{
    int fds[FULL], taken = 0, refused = 0;
    make_form("Lamps", FULL * CUT_BYTES);
    for (size_t i = 0; i < FULL; i++)
        fds[i] = begin_upload(form.size);
    for (size_t at = 0; at < form.size; at += CUT_BYTES) {
        size_t left = form.size - at, size = left < CUT_BYTES ? left : CUT_BYTES;
        for (size_t i = 0; i < FULL; i++)
            send_all(fds[i], form.at + at, size);
    }
    for (size_t i = 0; i < FULL; i++) {
        long code = read_status(fds[i], NULL);
        ck_assert_msg(code == 201 || code == 409 || code == 503, "%ld", code);
        taken += code == 201;
        refused += code == 503;
    }
    ck_assert_int_gt(refused, 0);
    must_have_files(taken);
    must_take("Fans");
}
END_TEST

static void begin_on_small_disk(void)
{
    start((size_t)1 << 20, (const char *const[]){"DEADLINE_FORM_S=60", NULL});
}

START_TEST(a_full_disk_is_told_and_nothing_is_left)
{
    make_form("Lamps", (size_t)2 << 20);
    must_refuse(post_form("/api/categories"), 503, "UNAVAILABLE");
    must_have_files(0);
    must_take("Lamps");
    must_have_files(1);
}
END_TEST

int main(int argc, char **argv)
{
    at_once = argc > 1 ? strtoul(argv[1], NULL, 10) : at_once;
    TCase *cases = new_cases("uploads", begin, end);
    TCase *many = new_cases("many", begin_patient, end);
    TCase *one = new_cases("one worker", begin_with_one_worker, end);
    TCase *full = new_cases("a full disk", begin_on_small_disk, end);
    ADD_TESTS(cases, an_upload_that_is_cut_off_leaves_no_file,
              a_wrong_length_is_told_or_ends_at_its_deadline,
              a_slow_upload_is_taken_and_one_that_drips_is_not,
              what_is_too_large_is_read_to_its_end_and_answered,
              a_file_of_another_kind_is_refused_by_name, a_request_that_is_refused_leaves_no_file,
              a_stop_leaves_no_half_of_an_upload);
    ADD_TESTS(one, a_full_pool_refuses_when_the_body_has_ended);
    ADD_TESTS(many, many_at_once_take_little_memory);
    if (small_disk_possible())
        ADD_TESTS(full, a_full_disk_is_told_and_nothing_is_left);
    return RUN_ALL("uploads", cases, many, one, full);
}
