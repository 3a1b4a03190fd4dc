package io.sealcast.ingest;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoJson;
import io.sealcast.catalog.WatchPositions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The resource by which an owner cancels the processing of a video. */
@Path("videos/{file_id}/cancel")
@RequestScoped
public class CancelResource {
  @Inject private ProcessingCancellation cancellation;
  @Inject private WatchPositions positions;
  @Inject private CurrentAccount current;

  /** Cancels the processing. The response is the video. */
  @POST
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject cancel(@PathParam("file_id") String fileId) {
    Account owner = current.require();
    long id = FileId.parse(fileId);
    VideoFile video = cancellation.cancel(owner, id);
    return VideoJson.of(video, owner, positions.find(owner, id));
  }
}
