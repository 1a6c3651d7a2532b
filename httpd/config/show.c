/* SPDX-License-Identifier: MIT
 * Prints the settings: their values (--check-config) and their meanings (--help). */
#include "table.h"

#include <string.h>

#include <kripa/context.h>

static void print_text(const struct setting *setting, const char *value, FILE *to)
{
    char shown[KRIPA_URI_SHOWN_SIZE];
    if (value)
        kripa_uri_shown(value, shown);
    if (!value)
        fputs("\n", to);
    else if (setting->flags & SETTING_SECRET)
        fprintf(to, "(set, %zu characters)\n", strlen(value));
    else if (setting->flags & SETTING_HOLDS_PASSWORD)
        fprintf(to, "%s\n", shown);
    else
        fprintf(to, "%s\n", value);
}

static void print_setting(const struct setting *setting, const struct config *config, FILE *to)
{
    const void *member = (const char *)config + setting->at;
    const struct rate *rate = member;
    fprintf(to, "%s=", setting->name);
    switch (setting->type) {
    case SETTING_TEXT:
    case SETTING_CHOICE:
        print_text(setting, *(const char *const *)member, to);
        break;
    case SETTING_NUMBER:
        fprintf(to, "%lld\n", (long long)*(const int64_t *)member);
        break;
    case SETTING_RATE:
        if (rate->quota)
            fprintf(to, "%lld/%llds\n", (long long)rate->quota, (long long)rate->window_s);
        else
            fputs("off\n", to);
        break;
    }
}

void config_print(const struct config *config, FILE *to)
{
    for (size_t i = 0; i < config_settings_count; i++) {
        if (!(config_settings[i].flags & SETTING_INTERNAL))
            print_setting(&config_settings[i], config, to);
    }
}

void config_help(FILE *to)
{
    for (size_t i = 0; i < config_settings_count; i++) {
        const struct setting *setting = &config_settings[i];
        if (setting->flags & SETTING_INTERNAL)
            continue;
        fprintf(to, "  %-20s %s", setting->name, setting->doc);
        if (*setting->default_value)
            fprintf(to, " [%s]", setting->default_value);
        fputs("\n", to);
    }
}
