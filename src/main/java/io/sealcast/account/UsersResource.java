package io.sealcast.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;

/** The resource for signing up, signing in with JSON, and the caller's own account. */
@Path("users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {
  @Inject private Accounts accounts;
  @Inject private SignInService signInService;
  @Inject private CurrentAccount current;
  @Inject private ClientAddress addresses;
  @Context private HttpServletRequest request;
  @Context private HttpServletResponse response;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response register(JsonObject body) {
    char[] password = text(body, "password").toCharArray();
    try {
      Account account =
          accounts.register(text(body, "username"), password, addresses.networkOf(request));
      return Response.status(Response.Status.CREATED).entity(json(account)).build();
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  @GET
  @Path("me")
  public JsonObject me() {
    return json(current.require());
  }

  /** Signs in. The response sets the cookie. */
  @POST
  @Path("session")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject signIn(JsonObject body) {
    char[] password = text(body, "password").toCharArray();
    try {
      return json(signInService.signIn(request, response, text(body, "username"), password));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  @DELETE
  @Path("session")
  public void signOut() {
    signInService.signOut(request, response);
  }

  private static String text(JsonObject body, String field) {
    JsonValue value = body.get(field);
    return value instanceof JsonString string ? string.getString() : "";
  }

  private static JsonObject json(Account account) {
    return Json.createObjectBuilder()
        .add("id", account.id())
        .add("username", account.username())
        .build();
  }
}
