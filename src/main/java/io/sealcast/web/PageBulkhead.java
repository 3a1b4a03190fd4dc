package io.sealcast.web;

import io.sealcast.account.Account;
import io.sealcast.account.ClientAddress;
import io.sealcast.account.CurrentAccount;
import io.sealcast.limit.FairBulkhead;
import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits the number of pages that are rendered at the same time, since rendering takes nothing but
 * CPU time: signed-in users have all cores in turn, others half of them in turn by address. The
 * number of requests that wait is limited by those under way. Thread-safe.
 */
@ApplicationScoped
class PageBulkhead {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FairBulkhead<Long> accounts;
  private final FairBulkhead<String> addresses;
  private final CurrentAccount current;
  private final ClientAddress clients;

  @Inject
  PageBulkhead(CurrentAccount current, ClientAddress clients) {
    int cores = Runtime.getRuntime().availableProcessors();
    this.accounts = new FairBulkhead<>(cores, PATIENCE);
    this.addresses = new FairBulkhead<>(Math.max(1, cores / 2), PATIENCE);
    this.current = current;
    this.clients = clients;
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_page_callers";
    String help = "Accounts and addresses whose pages are rendered or wait for it.";
    meters.gauge(name, help, "caller", "signed_in", accounts::keys);
    meters.gauge(name, help, "caller", "anonymous", addresses::keys);
  }

  /**
   * Renders a page when it is the caller's turn, and sends it thereafter.
   *
   * @throws io.sealcast.problem.DomainException OVERLOADED when the caller has waited too long
   */
  void render(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    BufferedPage page = new BufferedPage(response);
    FairBulkhead.Work<IOException, ServletException> work = () -> chain.doFilter(request, page);
    Optional<Account> account = current.find();
    if (account.isPresent()) {
      accounts.run(account.get().id(), work);
    } else {
      addresses.run(clients.networkOf(request), work);
    }
    page.send();
  }
}
