package io.spaces.client.internal.schedule.quartz;

import io.spaces.client.internal.schedule.jdbc.ClockSkew;
import io.spaces.client.internal.schedule.jdbc.SchedulerTables;
import io.spaces.client.internal.schedule.jdbc.StoreClock;
import io.spaces.client.internal.secret.ForeignWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.quartz.JobPersistenceException;
import org.quartz.SchedulerConfigException;
import org.quartz.impl.jdbcjobstore.DriverDelegate;
import org.quartz.impl.jdbcjobstore.InvalidConfigurationException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.NoSuchDelegateException;
import org.quartz.impl.jdbcjobstore.SchedulerStateRecord;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.SchedulerSignaler;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz's clustered store over a given data source, made without any look-up by name. */
@SuppressWarnings("unchecked") // a raw override above, in Quartz
final class ClusteredStore extends JobStoreTX {
  /** How soon it looks again for a database that was away; Quartz's 15 seconds delay runs. */
  private static final long DB_RETRY_MILLIS = 2_000;

  private final ClockSkew skew;
  private boolean triggersKnown;

  /** By how many milliseconds this node's clock is ahead of the store's. */
  private volatile long ahead;

  ClusteredStore(String uniqueName, DataSource dataSource, SchedulerTables tables, ClockSkew skew) {
    this.skew = skew;
    DBConnectionManager.getInstance().addConnectionProvider(uniqueName, new Provider(dataSource));
    setDataSource(uniqueName);
    setTablePrefix(tables.prefix());
    setDelegate(tables.driverDelegate());
    setUseProperties("true");
    setIsClustered(true);
    // Without it two nodes that read a trigger at once can, one after the other, fire it twice.
    setAcquireTriggersWithinLock(true);
    setMakeThreadsDaemons(true);
    setDbRetryInterval(DB_RETRY_MILLIS);
  }

  private void setDelegate(String name) {
    try {
      setDriverDelegateClass(name);
    } catch (InvalidConfigurationException e) {
      throw new IllegalStateException(e); // declared, never thrown
    }
  }

  @Override
  public void initialize(ClassLoadHelper loader, SchedulerSignaler signaler)
      throws SchedulerConfigException {
    super.initialize(new PlanJobClassLoader(loader), signaler);
  }

  @Override
  protected DriverDelegate getDelegate() throws NoSuchDelegateException {
    synchronized (this) {
      DriverDelegate delegate = super.getDelegate();
      if (!triggersKnown) {
        ((StdJDBCDelegate) delegate)
            .addTriggerPersistenceDelegate(
                new WallClockTriggerStore(Duration.ofMillis(getMisfireThreshold())));
        triggersKnown = true;
      }
      return delegate;
    }
  }

  /** Checks in by the store's clock: a node is not dead because its own is wrong. */
  @Override
  protected List<SchedulerStateRecord> clusterCheckIn(Connection connection)
      throws JobPersistenceException {
    try {
      long before = System.currentTimeMillis();
      long now = StoreClock.of(connection).read(connection);
      ahead = before - now;
      if (!firstCheckIn) { // which has waited for a lock, and the clock may be of before
        skew.compare(before, now, System.currentTimeMillis());
      }
      List<SchedulerStateRecord> failed = findFailedInstances(connection);
      lastCheckin = System.currentTimeMillis();
      DriverDelegate delegate = getDelegate();
      if (delegate.updateSchedulerState(connection, getInstanceId(), now) == 0) {
        delegate.insertSchedulerState(
            connection, getInstanceId(), now, getClusterCheckinInterval());
      }
      return failed;
    } catch (SQLException e) {
      throw new JobPersistenceException("The node cannot check in: " + ForeignWords.of(e), e);
    }
  }

  /** When another node counts as dead, on this node's clock, by which Quartz asks. */
  @Override
  protected long calcFailedIfAfter(SchedulerStateRecord other) {
    return super.calcFailedIfAfter(other) + ahead;
  }

  private record Provider(DataSource dataSource) implements ConnectionProvider {
    @Override
    public Connection getConnection() throws SQLException {
      return dataSource.getConnection();
    }

    @Override
    public void initialize() {}

    @Override
    public void shutdown() {
      // The data source is its owner's to close.
    }
  }
}
