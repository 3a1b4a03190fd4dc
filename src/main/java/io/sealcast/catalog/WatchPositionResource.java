package io.sealcast.catalog;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;

/** The resource by which a viewer saves the position in a video, to continue there later. */
@Path("videos/{file_id}/position")
@RequestScoped
public class WatchPositionResource {
  @Inject private WatchPositions positions;
  @Inject private CurrentAccount current;

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public void save(@PathParam("file_id") String fileId, JsonObject body) {
    Account viewer = current.require();
    long id = FileId.parse(fileId);
    // a caller who may not watch the video gets NOT_FOUND before the position is validated
    positions.requireAccess(viewer, id);
    positions.save(viewer, id, WatchPosition.parse(body));
  }
}
