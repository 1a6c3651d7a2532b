/* SPDX-License-Identifier: MIT
 * What a room keeps for itself. */
int kp_there(void);
