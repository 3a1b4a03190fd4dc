package io.sealcast.web;

import io.sealcast.account.Accounts;
import io.sealcast.account.SignInService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The backing bean of the sign-in page. */
@Named("signIn")
@RequestScoped
public class SignInBean extends CredentialsForm {
  @Inject private SignInService service;
  @Inject private Accounts accounts;

  @Override
  void submit(
      HttpServletRequest request, HttpServletResponse response, String name, char[] secret) {
    service.signIn(request, response, name, secret);
  }

  /** Whether the page offers to sign up. */
  public boolean isRegistrationOpen() {
    return accounts.isRegistrationOpen();
  }
}
