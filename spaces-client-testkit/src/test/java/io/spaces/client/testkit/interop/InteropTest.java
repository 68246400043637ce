package io.spaces.client.testkit.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A class of tests that needs the official software. Left out of a plain build; where the profile
 * found no Node.js, the class is disabled, as the build has said in one line.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("interop")
@EnabledIf(
    value = "io.spaces.client.testkit.interop.Peer#isInstalled",
    disabledReason = "The official software is not in target/peer; run mvn verify -Pinterop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
@interface InteropTest {}
