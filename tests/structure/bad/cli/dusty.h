/* SPDX-License-Identifier: MIT
 * A header that nobody includes. */
