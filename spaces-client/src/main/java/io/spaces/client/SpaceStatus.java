package io.spaces.client;

/**
 * What a space says about itself. A space may leave things unsaid.
 *
 * @param available false when it says that it cannot be used now
 * @param full true when it says that it takes no more data
 * @param freeCapacity bytes left, or -1 when unsaid
 * @param message the space's own words, or empty
 */
public record SpaceStatus(boolean available, boolean full, long freeCapacity, String message) {}
