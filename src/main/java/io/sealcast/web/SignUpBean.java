package io.sealcast.web;

import io.sealcast.account.Accounts;
import io.sealcast.account.SignInService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The backing bean of the sign-up page. */
@Named("signUp")
@RequestScoped
public class SignUpBean extends CredentialsForm {
  @Inject private SignInService service;
  @Inject private Accounts accounts;

  @Override
  void submit(
      HttpServletRequest request, HttpServletResponse response, String name, char[] secret) {
    service.signUp(request, response, name, secret);
  }

  /** Whether signing up is allowed on this server. */
  public boolean isOpen() {
    return accounts.isRegistrationOpen();
  }
}
