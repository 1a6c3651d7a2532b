/* SPDX-License-Identifier: MIT
 * The flags of a command are made from its field table, so a new field becomes a new flag. */
#include "flags.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "global_options.h"

static const struct {
    struct own_flag flag;
    size_t at;
} globals[] = {
    {{"store", "URI", "The store; KRIPA_STORE, or else sqlite:kripa.db, when left out."},
     offsetof(struct options, store)},
    {{"env-file", "FILE", "Reads KRIPA_STORE=... from FILE; KRIPA_ENV_FILE when left out."},
     offsetof(struct options, env_file)},
    {{"as", "EMAIL", "Acts as this account; else as console:<your user name>."},
     offsetof(struct options, as)},
    {{"json", NULL, "Prints JSON instead of tables, failures too: --format json."},
     offsetof(struct options, json)},
    {{"format", "FORM", "table, json, csv (for spreadsheets) or tsv (for cut and awk)."},
     offsetof(struct options, format)},
    {{"fields", "A,B,...",
      "Only these fields of a record, columns in this order: sku,price,category.name."},
     offsetof(struct options, fields)},
    {{"limit", "N", "At most N records of a list; 50 when left out, 1000 at most."},
     offsetof(struct options, limit)},
    {{"yes", NULL, "Doesn't ask before what can't be undone."}, offsetof(struct options, yes)},
    {{"dry-run", NULL, "Checks and shows everything, changes nothing."},
     offsetof(struct options, dry_run)},
    {{"color", "WHEN", "auto (only on a terminal), always or never."},
     offsetof(struct options, color)},
    {{"help", NULL, "Explains the command it stands behind."}, offsetof(struct options, help)},
    {{"version", NULL, "Prints the version."}, offsetof(struct options, version)},
};

/* "retailer_price", "addressLine" -> "retailer-price", "address-line" */
static void spell(const char *name, char out[FLAG_NAME_SIZE])
{
    size_t size = 0;
    for (; *name && size + 2 < FLAG_NAME_SIZE; name++) {
        if (isupper((unsigned char)*name) && size > 0)
            out[size++] = '-';
        out[size++] = *name == '_' ? '-' : (char)tolower((unsigned char)*name);
    }
    out[size] = '\0';
}

static const char *format_label(enum kripa_format format)
{
    static const char *const labels[KRIPA_FORMAT_COUNT] = {
        [KRIPA_FORMAT_EMAIL] = "EMAIL",     [KRIPA_FORMAT_PHONE] = "PHONE",
        [KRIPA_FORMAT_PINCODE] = "PINCODE", [KRIPA_FORMAT_SLUG] = "SLUG",
        [KRIPA_FORMAT_SKU] = "SKU",         [KRIPA_FORMAT_HSN] = "HSN",
        [KRIPA_FORMAT_GSTIN] = "GSTIN",     [KRIPA_FORMAT_URL] = "URL",
        [KRIPA_FORMAT_DAY] = "DAY",
    };
    return labels[format] ? labels[format] : "TEXT";
}

static const char *label_of(const struct kripa_field *field)
{
    static const char *const labels[] = {
        [KRIPA_TYPE_INT] = "N",
        [KRIPA_TYPE_OPT_INT] = "N",
        [KRIPA_TYPE_MONEY] = "RUPEES",
        [KRIPA_TYPE_OPT_MONEY] = "RUPEES",
        [KRIPA_TYPE_OPT_RATE] = "PERCENT",
        [KRIPA_TYPE_ID] = "ID",
        [KRIPA_TYPE_TIME] = "TIME",
        [KRIPA_TYPE_ENUM] = "WORD",
        [KRIPA_TYPE_TEXTS] = "A,B,...",
    };
    if (field->type == KRIPA_TYPE_TEXT)
        return format_label(field->format);
    return field->type == KRIPA_TYPE_BOOL ? NULL : labels[field->type];
}

static bool in_list(const char *list, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = list; at && *at; at += strcspn(at, ","), at += *at == ',') {
        if (strcspn(at, ",") == size && memcmp(at, name, size) == 0)
            return true;
    }
    return false;
}

/* Lists of records and secrets are no flags: they come from files, arguments and prompts. */
static bool is_flag(const struct kripa_schema *schema, const struct kripa_field *field)
{
    if (!(kripa_field_writable_by(schema, field) & KRIPA_ADMINS) ||
        field->flags & (KRIPA_IGNORED | KRIPA_SECRET))
        return false;
    return field->type != KRIPA_TYPE_LIST && field->type != KRIPA_TYPE_IDS &&
           field->type != KRIPA_TYPE_OPT_RECORD;
}

static size_t add_fields(const struct command *command, const struct kripa_schema *schema,
                         const char *prefix, struct flag *out, size_t count)
{
    for (size_t i = 0; i < schema->count && count < FLAGS_MAX; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!is_flag(schema, field) || in_list(command->not_flags, field->name))
            continue;
        if (field->type == KRIPA_TYPE_RECORD) { /* the record's fields, one level down */
            count = add_fields(command, field->item, field->name, out, count);
            continue;
        }
        struct flag *flag = &out[count++];
        *flag = (struct flag){
            .origin = FLAG_FIELD, .field = field, .label = label_of(field), .doc = field->doc};
        spell(field->name, flag->name);
        snprintf(flag->path, sizeof flag->path, "%s%s%s", prefix, *prefix ? "." : "", field->name);
    }
    return count;
}

static void take(const struct own_flag *from, enum flag_origin origin, size_t at, struct flag *out)
{
    *out = (struct flag){.origin = origin, .at = at, .label = from->label, .doc = from->doc};
    snprintf(out->name, sizeof out->name, "%s", from->name);
}

size_t flags_of(const struct command *command, struct flag out[FLAGS_MAX])
{
    size_t count = 0;
    for (const struct own_flag *own = command ? command->own : NULL;
         own && own->name && count < FLAGS_MAX; own++)
        take(own, FLAG_OWN, 0, &out[count++]);
    if (command && command->table)
        count = add_fields(command, command->table, "", out, count);
    for (size_t i = 0; i < sizeof globals / sizeof *globals && count < FLAGS_MAX; i++)
        take(&globals[i].flag, FLAG_GLOBAL, globals[i].at, &out[count++]);
    return count;
}

static const char *skip_marks(const char *at, const char *end)
{
    while (at < end && (*at == '-' || *at == '_'))
        at++;
    return at;
}

static bool same_name(const char *a, const char *a_end, const char *b, const char *b_end)
{
    for (;;) {
        a = skip_marks(a, a_end);
        b = skip_marks(b, b_end);
        if (a == a_end || b == b_end)
            return a == a_end && b == b_end;
        if (tolower((unsigned char)*a++) != tolower((unsigned char)*b++))
            return false;
    }
}

bool flag_names_same(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return same_name(a, a + a_size, b, b + b_size);
}

static bool answers_to(const struct flag *flag, const char *name, size_t size)
{
    const char *end = name + size, *own_end = flag->name + strlen(flag->name);
    if (same_name(flag->name, own_end, name, end))
        return true;
    if (flag->origin != FLAG_FIELD)
        return false;
    const char *alias = flag->field->alias;
    if (alias && same_name(alias, alias + strlen(alias), name, end))
        return true;
    return flag->field->type == KRIPA_TYPE_TEXTS && own_end[-1] == 's' &&
           same_name(flag->name, own_end - 1, name, end);
}

const struct flag *flags_find(const struct flag *flags, size_t count, const char *name,
                              size_t name_size)
{
    for (size_t i = 0; i < count; i++) {
        if (answers_to(&flags[i], name, name_size))
            return &flags[i];
    }
    return NULL;
}
