package io.spaces.client.snapshot;

import java.time.Instant;

/**
 * A snapshot that cannot be read: the space has damaged its object, or lists one that it does not
 * have. Neither its set nor what it holds is known, so that it is never removed by a rule, and
 * nothing is pruned while it is there.
 *
 * @param id its id
 * @param time when it was made, to the second
 * @param problem what is wrong with it
 * @since 0.1.0
 */
public record DamagedSnapshot(String id, Instant time, String problem) {}
