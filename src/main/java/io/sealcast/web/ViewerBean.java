package io.sealcast.web;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.account.CurrentSignIn;
import io.sealcast.account.SignInService;
import io.sealcast.path.BasePath;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.Problems;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/** The account of the current request, for the header of every page and the sign-out button. */
@Named("viewer")
@RequestScoped
public class ViewerBean {
  @Inject private CurrentAccount current;
  @Inject private CurrentSignIn signIn;
  @Inject private SignInService signIns;
  @Inject private BasePath base;

  public boolean isSignedIn() {
    return current.find().isPresent();
  }

  /**
   * Returns the id of the account, by which a browser tab keeps its data apart; empty without a
   * sign-in.
   */
  public String getId() {
    return current.find().map(account -> Long.toString(account.id())).orElse("");
  }

  public String getName() {
    return current.find().map(Account::username).orElse("");
  }

  /**
   * Returns the name under which the pages of the same sign-in exchange messages; empty without a
   * sign-in.
   */
  public String getSignIn() {
    return current.find().isPresent() ? signIn.name() : "";
  }

  /** Returns the first character of the user name in upper case, for the round badge. */
  public String getInitial() {
    String name = getName();
    return name.isEmpty()
        ? ""
        : name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
  }

  /**
   * Signs out and redirects to the sign-in page, or responds with the failure's status when signing
   * out isn't possible at the moment.
   */
  public void signOut() throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext external = faces.getExternalContext();
    HttpServletResponse response = (HttpServletResponse) external.getResponse();
    try {
      signIns.signOut((HttpServletRequest) external.getRequest(), response);
    } catch (DomainException e) {
      Problems.setRetryAfter(response, e);
      external.responseSendError(e.code().httpStatus(), null);
      faces.responseComplete();
      return;
    }
    external.redirect(base.of(ReturnPath.SIGN_IN));
  }
}
