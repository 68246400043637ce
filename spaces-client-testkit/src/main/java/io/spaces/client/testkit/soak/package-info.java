/**
 * A soak: backups and restores at random, under faults, cancelled and killed, for as long as one
 * likes, compared with a model after every step. A program rather than an API.
 */
@NullMarked
package io.spaces.client.testkit.soak;

import org.jspecify.annotations.NullMarked;
