package io.sealcast.ingest;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.KeyJson;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoJson;
import io.sealcast.catalog.WatchPositions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;

/** The resource by which an owner has a video processed again that has failed or is processed. */
@Path("videos/{file_id}/reprocess")
@RequestScoped
public class ReprocessResource {
  @Inject private Reprocessing reprocessing;
  @Inject private WatchPositions positions;
  @Inject private CurrentAccount current;

  /** Starts the processing again. The response is the video, which is queued. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response reprocess(@PathParam("file_id") String fileId, JsonObject body) {
    Account owner = current.require();
    long id = FileId.parse(fileId);
    char[] key = KeyJson.require(body);
    try {
      VideoFile video = reprocessing.begin(owner, id, key);
      return Response.accepted(VideoJson.of(video, owner, positions.find(owner, id))).build();
    } finally {
      Arrays.fill(key, '\0');
    }
  }
}
