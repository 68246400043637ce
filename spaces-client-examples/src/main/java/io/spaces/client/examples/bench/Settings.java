package io.spaces.client.examples.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to measure.
 *
 * @param runs how often each; medians are reported
 * @param concurrency files or requests at once
 * @param heap the largest heap of each measured process, such as {@code 128m}
 * @param home where corpora are kept between benchmarks
 * @param server the endpoint of a server that runs already, or null to start one
 */
public record Settings(
    int runs, int concurrency, String heap, Path home, @Nullable String server) {}
