/* SPDX-License-Identifier: MIT
 * Money as text and as JSON numbers. */
#include "money.h"

#include <math.h>
#include <string.h>

#define PAISE      100
#define RUPEES_MAX 9007199254740992.0 /* up to 2^53 paise are exact as a double */

bool kp_money_from_double(double rupees, int64_t *paise)
{
    double scaled = rupees * PAISE;
    if (!(fabs(scaled) < RUPEES_MAX))
        return false;
    double whole = round(scaled);
    /* reject a number that is only close to a decimal with two digits */
    if (whole / PAISE != rupees)
        return false;
    *paise = (int64_t)whole;
    return true;
}

size_t kripa_money_format(int64_t paise, char out[KRIPA_MONEY_TEXT_SIZE])
{
    char digits[KRIPA_MONEY_TEXT_SIZE];
    size_t count = 0, size = 0;
    uint64_t left = paise < 0 ? 0 - (uint64_t)paise : (uint64_t)paise;
    uint64_t fraction = left % PAISE;
    left /= PAISE;
    do
        digits[count++] = (char)('0' + left % 10);
    while (left /= 10);
    if (paise < 0)
        out[size++] = '-';
    while (count)
        out[size++] = digits[--count];
    if (fraction) {
        out[size++] = '.';
        out[size++] = (char)('0' + fraction / 10);
        out[size++] = (char)('0' + fraction % 10);
    }
    out[size] = '\0';
    return size;
}

bool kripa_money_parse(const char *text, int64_t *paise)
{
    if (!text)
        return false;
    bool minus = *text == '-';
    const char *at = text + minus;
    int64_t value = 0;
    size_t whole = strspn(at, "0123456789");
    if (whole == 0 || whole > 14)
        return false;
    for (size_t i = 0; i < whole; i++)
        value = value * 10 + (at[i] - '0');
    value *= PAISE;
    at += whole;
    if (*at == '.') {
        size_t decimals = strspn(++at, "0123456789");
        if (decimals == 0 || decimals > 2)
            return false;
        value += (at[0] - '0') * 10 + (decimals == 2 ? at[1] - '0' : 0);
        at += decimals;
    }
    if (*at != '\0')
        return false;
    *paise = minus ? -value : value;
    return true;
}
