/* SPDX-License-Identifier: MIT
 * Ids as text, and the version of the library. */
#include <kripa/base.h>

#include <string.h>

const char *kripa_version(void)
{
    return KRIPA_VERSION;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool kripa_id_parse(const char *text, struct kripa_id *out)
{
    struct kripa_id id;
    for (size_t i = 0; text && i < sizeof id.bytes; i++) {
        int high = hex_digit(text[2 * i]);
        int low = high < 0 ? -1 : hex_digit(text[2 * i + 1]);
        if (low < 0)
            return false;
        id.bytes[i] = (unsigned char)(high << 4 | low);
    }
    if (!text || text[2 * sizeof id.bytes] != '\0')
        return false;
    *out = id;
    return true;
}

void kripa_id_format(struct kripa_id id, char out[KRIPA_ID_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof id.bytes; i++) {
        out[2 * i] = digits[id.bytes[i] >> 4];
        out[2 * i + 1] = digits[id.bytes[i] & 15];
    }
    out[2 * sizeof id.bytes] = '\0';
}

bool kripa_id_is_zero(struct kripa_id id)
{
    static const struct kripa_id zero;
    return memcmp(&id, &zero, sizeof id) == 0;
}

bool kripa_id_equal(struct kripa_id a, struct kripa_id b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}
