package io.spaces.client.internal.schedule.quartz;

import java.time.Duration;
import org.quartz.impl.jdbcjobstore.SimplePropertiesTriggerPersistenceDelegateSupport;
import org.quartz.impl.jdbcjobstore.SimplePropertiesTriggerProperties;
import org.quartz.spi.OperableTrigger;

/** Keeps {@link WallClockTrigger}s in columns: nothing of them is serialised. */
final class WallClockTriggerStore extends SimplePropertiesTriggerPersistenceDelegateSupport {
  private final Duration grace;

  WallClockTriggerStore(Duration grace) {
    this.grace = grace;
  }

  @Override
  public boolean canHandleTriggerType(OperableTrigger trigger) {
    return trigger instanceof WallClockTrigger;
  }

  @Override
  public String getHandledTriggerTypeDiscriminator() {
    return "WALL_CLK";
  }

  @Override
  protected SimplePropertiesTriggerProperties getTriggerProperties(OperableTrigger trigger) {
    WallClockTrigger wallClock = (WallClockTrigger) trigger;
    SimplePropertiesTriggerProperties properties = new SimplePropertiesTriggerProperties();
    properties.setString1(wallClock.expression());
    properties.setString2(wallClock.zone());
    return properties;
  }

  @Override
  protected TriggerPropertyBundle getTriggerPropertyBundle(
      SimplePropertiesTriggerProperties properties) {
    return new TriggerPropertyBundle(
        new WallClockTrigger.Builder(properties.getString1(), properties.getString2(), grace, 0),
        new String[0],
        new Object[0]);
  }
}
