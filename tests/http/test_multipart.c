/* SPDX-License-Identifier: MIT
 * Forms, read in pieces of every size: those that real programs send (tests/fuzz/multipart, as they
 * came from them), and such as nobody should send. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/multipart.h"
#include "form_text.h"
#include "suite.h"

#define CORPUS      KRIPA_SOURCE_DIR "/tests/fuzz/multipart"
#define PIECE_MAX   40
#define INPUT_BYTES 4096

static char input[INPUT_BYTES];

static size_t read_input(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, CORPUS "/%s", name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    size_t size = fread(input, 1, sizeof input, file);
    fclose(file);
    return size;
}

/* The same however it is cut; to be freed. */
static char *read_in_pieces(const char *text, size_t size)
{
    char *whole = form_text_of(text, size, size);
    for (size_t piece = 1; piece <= PIECE_MAX; piece++) {
        char *in_pieces = form_text_of(text, size, piece);
        ck_assert_str_eq(whole, in_pieces);
        free(in_pieces);
    }
    return whole;
}

START_TEST(pieces_of_every_size_give_the_same)
{
    DIR *corpus = opendir(CORPUS);
    int files = 0;
    ck_assert_ptr_nonnull(corpus);
    for (struct dirent *entry; (entry = readdir(corpus));) {
        if (entry->d_name[0] == '.')
            continue;
        free(read_in_pieces(input, read_input(entry->d_name)));
        files++;
    }
    closedir(corpus);
    ck_assert_int_ge(files, 10);
}
END_TEST

#define PRODUCT                                                                                    \
    "name \"name\": Desk lamp 9 W\n"                                                               \
    "name \"price\": 1899.50\n"
#define TEXTS                                                                                      \
    PRODUCT "name \"description\": Warm light.%s"                                                  \
            "\\xe0\\xa4\\xa6\\xe0\\xa5\\x8b \\xe0\\xa4\\xb8\\xe0\\xa4\\xbe\\xe0\\xa4\\xb2 "        \
            "\\xe0\\xa4\\x95\\xe0\\xa5\\x80 "                                                      \
            "\\xe0\\xa4\\xb5\\xe0\\xa4\\xbe\\xe0\\xa4\\xb0\\xe0\\xa4\\x82\\xe0\\xa4\\x9f\\xe0\\xa" \
            "5\\x80\n"                                                                             \
            "name \"active\": true\n"
#define TAGS "name \"tags\": [\"lamp\",\"led\"]\n"
#define LAMP "\\xe0\\xa4\\xb2\\xe0\\xa5\\x88\\xe0\\xa4\\x82\\xe0\\xa4\\xaa"
#define LF   "\\x0a"
#define CRLF "\\x0d\\x0a"
#define PNG  "\\x89PNG\\x0d\\x0a\\x1a\\x0a\n"
#define JPEG "\\xff\\xd8\\xff\\x0d\\x0a--\n"
#define EMPTY                                                                                      \
    PRODUCT "name \"description\": \nname \"active\": \nname \"tags\": \n"                         \
            "name \"images\", file \"\": \n"

/* What the programs sent, and of the pictures that are no bytes here how they begin. */
static const struct {
    const char *name, *description_line, *begins;
} sent[] = {
    {"chromium", CRLF,
     TEXTS TAGS "name \"images\", file \"" LAMP " %%22a%%22.png\": " PNG
                "name \"images\", file \"b.jpg\": " JPEG},
    {"chromium_empty", "", EMPTY},
    {"firefox", CRLF,
     TEXTS TAGS "name \"images\", file \"" LAMP " %%22a%%22.png\": " PNG
                "name \"images\", file \"b.jpg\": " JPEG},
    {"firefox_empty", "", EMPTY},
    {"node", CRLF,
     TEXTS TAGS "name \"images\", file \"" LAMP " %%22a%%22.png\": " PNG
                "name \"images\", file \"b.jpg\": " JPEG},
    {"curl", LF, TEXTS TAGS "name \"images\", file \"lamp.png\": \\x89PNG"},
    {"curl_escape", "", PRODUCT "name \"images\", file \"" LAMP " \"a\".jpg\": \\xff\\xd8"},
    {"axios", LF, TEXTS "name \"tags\": lamp, led\nname \"images\", file \"lamp.png\": \\x89PNG"},
    {"axios_spec", "", PRODUCT "name \"images\", file \"b.jpg\": " JPEG},
    {"requests", LF,
     TEXTS "name \"tags\": lamp\nname \"tags\": led\nname \"images\", file \"" LAMP},
};

START_TEST(what_real_programs_send_is_read)
{
    char begins[1024];
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
        size_t size = read_input(sent[i].name);
        char *text = form_text_of(input, size, size);
        const char *line = sent[i].description_line;
        snprintf(begins, sizeof begins, sent[i].begins, line); /* NOLINT: the table's formats */
        ck_assert_msg(strncmp(text, begins, strlen(begins)) == 0, "%s:\n%s\ninstead of\n%s",
                      sent[i].name, text, begins);
        ck_assert_msg(!strstr(text, "fault"), "%s:\n%s", sent[i].name, text);
        free(text);
    }
}
END_TEST

START_TEST(rare_spellings_that_are_right_are_read)
{
    size_t size = read_input("odd_but_right");
    char *text = read_in_pieces(input, size);
    ck_assert_str_eq(text,
                     "name \"name\", file \"?\": \\x0d\\x0a--a b'()+_,-./:=?\\x0d\\x0d\\x0a-\n"
                     "name \"a\"b\\x5cc\", file \"\": \n"
                     "name \"price\": 1\n");
    free(text);
}
END_TEST

#define TYPE       "multipart/form-data; boundary=b\n"
#define PART(head) TYPE "--b\r\n" head "\r\n\r\nx\r\n--b--"
#define NAMED      "Content-Disposition: form-data; name=\"a\""

static const struct {
    const char *text, *fault;
} refused[] = {
    {"multipart/form-data\n", "boundary"},
    {"multipart/form-data; boundary=\n--", "boundary"},
    {"multipart/form-data; boundary=\"\"\n--", "boundary"},
    {"multipart/form-data; boundary=\"b\n--b--", "boundary"},
    {"multipart/form-data; boundary=b; boundary=c\n--b--", "boundary"},
    {"multipart/form-data; boundary=\"b \"\n--b --", "boundary"},
    {"multipart/form-data; boundary=b\x01\n--b--", "boundary"},
    {"multipart/form-data; boundary=b c\n--b--", "boundary"},
    {"multipart/form-data; boundary="
     "12345678901234567890123456789012345678901234567890123456789012345678901\n--",
     "boundary"},
    {"multipart/form-data; charset=\"utf-8; boundary=b\n--b--", "boundary"},
    {TYPE, "ends before its last boundary"},
    {TYPE "--b", "ends before its last boundary"},
    {TYPE "--b\r\n", "ends before its last boundary"},
    {TYPE "--b-", "ends before its last boundary"},
    {TYPE "a--b--", "ends before its last boundary"},
    {TYPE "--b\r\n" NAMED "\r\n", "ends before its last boundary"},
    {TYPE "--b\r\n" NAMED "\r\n\r\nx\r\n--", "ends before its last boundary"},
    {TYPE "--bc\r\n", "does not end its line"},
    {TYPE "--b\n" NAMED "\n\nx\n--b--", "does not end its line"},
    {TYPE "--b\rx", "does not end its line"},
    {TYPE "--b -", "does not end its line"},
    {TYPE "--b-x", "does not end its line"},
    {PART(""), "no Content-Disposition"},
    {PART("Content-Type: text/plain"), "no Content-Disposition"},
    {PART("Content-Disposition: attachment; name=a"), "no form-data"},
    {PART("Content-Disposition: form-datax; name=a"), "no form-data"},
    {PART("Content-Disposition: form-data"), "no name"},
    {PART("Content-Disposition: form-data; name=\"\""), "no name"},
    {PART("Content-Disposition: form-data; filename=\"a\""), "no name"},
    {PART("Content-Disposition: form-data; name"), "can't be read"},
    {PART("Content-Disposition: form-data; name="), "can't be read"},
    {PART("Content-Disposition: form-data; name=\"a"), "can't be read"},
    {PART("Content-Disposition: form-data; name=\"a\\\""), "can't be read"},
    {PART("Content-Disposition: form-data; name=\"a\" x"), "can't be read"},
    {PART("Content-Disposition: form-data; name=a b"), "can't be read"},
    {PART("Content-Disposition: form-data; =a"), "can't be read"},
    {PART(NAMED "; name=\"b\""), "two names"},
    {PART(NAMED "; filename=b; filename=c"), "two names"},
    {PART(NAMED "\r\n" NAMED), "two names"},
    {PART("Content-Disposition"), "no header"},
    {PART(": form-data; name=a"), "no header"},
    {PART("Content-Disposition : form-data; name=a"), "no header"},
    {PART(" folded\r\n" NAMED), "no header"},
    {PART(NAMED "\x01"), "control character"},
    {PART(NAMED "\x7f"), "control character"},
    {PART(NAMED "\n"), "control character"},
    {PART(NAMED "\rX"), "control character"},
    {PART(NAMED "\r\nContent-Type: multipart/mixed; boundary=c"), "a form itself"},
    {PART(NAMED "\r\nContent-Type: text/plain; charset=iso-8859-1"), "not in UTF-8"},
    {PART(NAMED "\r\nContent-Transfer-Encoding: base64"), "Content-Transfer-Encoding"},
    {PART(NAMED "\r\nContent-Transfer-Encoding: quoted-printable"), "Content-Transfer-Encoding"},
};

START_TEST(what_is_no_form_is_refused_with_the_reason)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char *text = read_in_pieces(refused[i].text, strlen(refused[i].text));
        const char *fault = strstr(text, "fault: ");
        ck_assert_msg(fault && strstr(fault, refused[i].fault), "%zu: %s\n%s", i, refused[i].text,
                      text);
        free(text);
    }
}
END_TEST

START_TEST(the_head_of_a_part_has_a_limit)
{
    static const char begin[] = TYPE "--b\r\n" NAMED "\r\nX: ", end[] = "\r\n\r\nx\r\n--b--";
    static char text[sizeof begin + MULTIPART_HEAD_MAX + sizeof end];
    size_t line = sizeof NAMED - 1 + 5, most = MULTIPART_HEAD_MAX - line - 4;
    for (size_t over = 0; over <= 1; over++) {
        memset(text, 'a', sizeof text);
        memcpy(text, begin, sizeof begin - 1);
        memcpy(text + sizeof begin - 1 + most + over, end, sizeof end);
        char *read = form_text_of(text, strlen(text), 1000);
        ck_assert_str_eq(read, over ? "fault: the head of a part of the form is too long\n"
                                    : "name \"a\": x\n");
        free(read);
    }
}
END_TEST

/* A NUL in a head would end it early. */
START_TEST(a_nul_is_data_but_not_in_a_head)
{
    static const char head[] = TYPE "--b\r\n" NAMED "\0\r\n\r\nx\r\n--b--";
    static const char data[] = TYPE "--b\r\n" NAMED "\r\n\r\nx\0y\r\n--b--";
    char *text = read_in_pieces(head, sizeof head - 1);
    ck_assert_ptr_nonnull(strstr(text, "control character"));
    free(text);
    text = read_in_pieces(data, sizeof data - 1);
    ck_assert_str_eq(text, "name \"a\": x\\x00y\n");
    free(text);
}
END_TEST

START_TEST(only_this_type_is_a_form)
{
    static const char *const forms[] = {"multipart/form-data", "MULTIPART/Form-Data ; boundary=b"};
    static const char *const others[] = {"multipart/form-data2", "multipart/mixed; boundary=b",
                                         "application/json", "", "text/multipart/form-data"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        ck_assert_msg(multipart_is_form(forms[i]), "%s", forms[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!multipart_is_form(others[i]), "%s", others[i]);
    ck_assert(!multipart_is_form(NULL));
}
END_TEST

int main(void)
{
    return RUN_SUITE("multipart", pieces_of_every_size_give_the_same,
                     what_real_programs_send_is_read, rare_spellings_that_are_right_are_read,
                     what_is_no_form_is_refused_with_the_reason, the_head_of_a_part_has_a_limit,
                     a_nul_is_data_but_not_in_a_head, only_this_type_is_a_form);
}
