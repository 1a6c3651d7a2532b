/* SPDX-License-Identifier: MIT
 * The days of the shop's zone. Zones are files, and most instants that are asked about are now: the
 * offset found last holds for its quarter of an hour, as zones change between two of them. */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "context.h"

#define QUARTER_MS 900000

static int64_t floor_by(int64_t value, int64_t unit)
{
    return value / unit - (value % unit < 0);
}

int64_t kp_day_at(struct kripa *kripa, const char *zone, int64_t time_ms)
{
    int64_t quarter = floor_by(time_ms, QUARTER_MS), offset_s;
    pthread_mutex_lock(&kripa->offset.lock);
    bool known = kripa->offset.quarter == quarter && strcmp(kripa->offset.zone, zone) == 0;
    offset_s = kripa->offset.offset_s;
    pthread_mutex_unlock(&kripa->offset.lock);
    if (!known) {
        kp_zone_offset(zone, floor_by(time_ms, 1000), &offset_s); /* else it leaves 0: UTC */
        pthread_mutex_lock(&kripa->offset.lock);
        snprintf(kripa->offset.zone, sizeof kripa->offset.zone, "%s", zone);
        kripa->offset.quarter = quarter;
        kripa->offset.offset_s = offset_s;
        pthread_mutex_unlock(&kripa->offset.lock);
    }
    return floor_by(time_ms + offset_s * 1000, KP_DAY_MS);
}
