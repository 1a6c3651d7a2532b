/* SPDX-License-Identifier: MIT
 * Field values for people: rupees with two decimals, times in the shop's zone (the process's TZ),
 * yes and no. */
#include "internal.h"

#include <kripa/sys/json.h>

#include <ctype.h>
#include <string.h>
#include <time.h>

#define BRIEF_ID_SIZE 8

const struct kripa_field *cell_field(const struct kripa_schema *schema, const char *name,
                                     enum kripa_role role)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (strcmp(field->name, name) == 0 && !(field->flags & KRIPA_SECRET) &&
            kripa_field_readable_by(schema, field) & KRIPA_MASK(role))
            return field;
    }
    return NULL;
}

bool cell_is_number(const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return true;
    default:
        return false;
    }
}

bool cell_is_text(const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        return true;
    default:
        return false;
    }
}

static const char *rupees(struct kripa_arena *arena, int64_t paise)
{
    uint64_t size = paise < 0 ? 0 - (uint64_t)paise : (uint64_t)paise;
    return kripa_arena_format(arena, "%s%llu.%02u", paise < 0 ? "-" : "",
                              (unsigned long long)(size / 100), (unsigned)(size % 100));
}

static const char *percent(struct kripa_arena *arena, int64_t hundredths)
{
    char number[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(hundredths, number);
    return kripa_arena_format(arena, "%s%%", number);
}

static const char *moment(struct kripa_arena *arena, int64_t time_ms)
{
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm local;
    char text[32];
    if (!localtime_r(&seconds, &local) ||
        strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local) == 0)
        return "";
    return kripa_arena_text(arena, text, strlen(text));
}

static const char *number(struct kripa_arena *arena, int64_t value)
{
    return kripa_arena_format(arena, "%lld", (long long)value);
}

static const char *id_text(struct kripa_arena *arena, struct kripa_id id, bool brief)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    const char *from = brief ? text + KRIPA_ID_TEXT_SIZE - 1 - BRIEF_ID_SIZE : text;
    return kripa_id_is_zero(id) ? "" : kripa_arena_text(arena, from, strlen(from));
}

static const char *joined(struct kripa_arena *arena, const char *before, const char *next)
{
    if (!before || !next)
        return NULL;
    return *before && *next ? kripa_arena_format(arena, "%s, %s", before, next)
           : *before        ? before
                            : next;
}

static const char *texts(struct kripa_arena *arena, const char *const *at, size_t count)
{
    const char *all = "";
    for (size_t i = 0; i < count && all; i++)
        all = joined(arena, all, at[i]);
    return all ? screen_clean(arena, all) : NULL;
}

/* An embedded record in one line, without ids. */
static const char *record_line(struct kripa_arena *arena, const struct kripa_schema *schema,
                               const void *record, enum kripa_role role)
{
    const char *all = "";
    for (size_t i = 0; record && i < schema->count && all; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (field->type == KRIPA_TYPE_ID || field->type == KRIPA_TYPE_LIST ||
            cell_field(schema, field->name, role) != field)
            continue;
        all = joined(arena, all, cell_text(arena, field, record, role, true));
    }
    return all;
}

const char *cell_text(struct kripa_arena *arena, const struct kripa_field *field,
                      const void *record, enum kripa_role role, bool brief)
{
    const void *at = (const char *)record + field->at;
    size_t count = field->count_at ? *(const size_t *)((const char *)record + field->count_at) : 0;
    const struct kripa_int *optional = at;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        return *(const char *const *)at ? screen_clean(arena, *(const char *const *)at) : "";
    case KRIPA_TYPE_INT:
        return number(arena, *(const int64_t *)at);
    case KRIPA_TYPE_OPT_INT:
        return optional->set ? number(arena, optional->value) : "";
    case KRIPA_TYPE_MONEY:
        return rupees(arena, *(const int64_t *)at);
    case KRIPA_TYPE_OPT_MONEY:
        return optional->set ? rupees(arena, optional->value) : "";
    case KRIPA_TYPE_OPT_RATE:
        return optional->set ? percent(arena, optional->value) : "";
    case KRIPA_TYPE_TIME:
        return *(const int64_t *)at ? moment(arena, *(const int64_t *)at) : "";
    case KRIPA_TYPE_BOOL:
        return *(const bool *)at ? "yes" : "no";
    case KRIPA_TYPE_ID:
        return id_text(arena, *(const struct kripa_id *)at, brief);
    case KRIPA_TYPE_ENUM:
        return field->names[*(const unsigned *)at];
    case KRIPA_TYPE_RECORD:
        return record_line(arena, field->item, at, role);
    case KRIPA_TYPE_OPT_RECORD:
        return record_line(arena, field->item, *(const void *const *)at, role);
    case KRIPA_TYPE_TEXTS:
        return texts(arena, *(const char *const *const *)at, count);
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_IDS:
        return number(arena, (int64_t)count);
    }
    return "";
}

enum tint cell_tint(const struct kripa_field *field, const void *record)
{
    static const struct {
        const char *name;
        enum tint tint;
    } tints[] = {
        {"pending", TINT_WAIT}, {"shipped", TINT_MOVE}, {"delivered", TINT_GOOD},
        {"paid", TINT_GOOD},    {"active", TINT_GOOD},  {"cancelled", TINT_BAD},
        {"failed", TINT_BAD},   {"rejected", TINT_BAD}, {"inactive", TINT_DIM},
    };
    if (field->type != KRIPA_TYPE_ENUM)
        return TINT_NONE;
    const char *name = field->names[*(const unsigned *)((const char *)record + field->at)];
    for (size_t i = 0; i < sizeof tints / sizeof *tints; i++) {
        if (strcmp(name, tints[i].name) == 0)
            return tints[i].tint;
    }
    return TINT_NONE;
}

/* Abbreviations, which are written in capitals. */
static const char *known_label(const char *name)
{
    static const char *const labels[][2] = {
        {"_id", "Id"},
        {"sku", "SKU"},
        {"hsn", "HSN"},
        {"gst_rate", "GST rate"},
        {"gstin", "GSTIN"},
        {"upiId", "UPI id"},
        {"uri", "URI"},
        {"url", "URL"},
        {"codLimit", "COD limit"},
        {"pincodes", "PIN codes"},
        {"email", "E-mail"},
        {"pincode", "PIN code"},
        {"subcategory_id", "Subcategory"},
        {"category_id", "Category"},
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (strcmp(labels[i][0], name) == 0)
            return labels[i][1];
    }
    return NULL;
}

const char *cell_label(struct kripa_arena *arena, const char *name)
{
    if (known_label(name))
        return known_label(name);
    char *label = kripa_arena_alloc(arena, 1, 2 * strlen(name) + 1);
    if (!label)
        return NULL;
    char *to = label;
    for (const char *at = name; *at; at++) {
        if (isupper((unsigned char)*at) && at > name)
            *to++ = ' ';
        *to++ = *at == '_' ? ' ' : (char)tolower((unsigned char)*at);
    }
    *label = (char)toupper((unsigned char)*label);
    return label;
}
