package io.spaces.client.examples.recipes;

import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.BackupSchedulerBuilder;
import io.spaces.client.schedule.Notifier;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application that backs up when it starts and, after that, every night. */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringBootBackups {
  /** Made by Spring. */
  public SpringBootBackups() {}

  /**
   * Runs the recipe, until it is stopped.
   *
   * @param args nothing, or an endpoint and a folder
   */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(SpringBootBackups.class);
    application.setKeepAlive(true); // it has no web server that would
    application.run(args);
  }

  @Bean
  PracticeSpace space(ApplicationArguments args) throws IOException {
    return PracticeSpace.of(args.getSourceArgs()); // a real app has a space of its user
  }

  @Bean
  BackupPlan nightly(PracticeSpace space, @Value("${backup.cron:30 1 * * *}") String cron) {
    return space.plan("nightly").toBuilder().cron(cron).build();
  }

  @Bean
  Notifier printing() {
    return (plan, job) -> System.out.println(plan.name() + " " + job.status());
  }

  @Bean(initMethod = "start") // and closed at the end, as all that can be
  BackupScheduler scheduler(PracticeSpace space, List<BackupPlan> plans, List<Notifier> told) {
    BackupSchedulerBuilder builder = BackupScheduler.builder().secrets(space.secrets());
    told.forEach(builder::notifier);
    BackupScheduler scheduler = builder.build();
    plans.forEach(scheduler::put);
    return scheduler;
  }

  @Bean
  ApplicationRunner first(BackupScheduler scheduler) {
    return args -> scheduler.trigger("nightly", "At the start");
  }
}
