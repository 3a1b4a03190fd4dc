package io.sealcast.ingest;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoJson;
import io.sealcast.path.BasePath;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** The resource for uploading and deleting videos. */
@Path("videos")
@RequestScoped
public class UploadResource {
  @Inject private Uploads uploads;
  @Inject private VideoRemoval removal;
  @Inject private CurrentAccount current;
  @Inject private BasePath base;
  @Context private HttpHeaders headers;

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces(MediaType.APPLICATION_JSON)
  public Response upload(@Context HttpServletRequest request) throws IOException {
    Account owner = current.require();
    String boundary = headers.getMediaType().getParameters().get("boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > 200) {
      throw new DomainException(
          ErrorCode.BAD_REQUEST, "The content type names no multipart boundary.");
    }
    // the raw stream is read here, since multipart support of JAX-RS and servlets writes plaintext
    // to disk
    VideoFile video;
    try (MultipartReader parts = new MultipartReader(request.getInputStream(), boundary)) {
      video = uploads.receive(owner, parts, request.getContentLengthLong());
    }
    return Response.status(Response.Status.CREATED)
        .header(HttpHeaders.LOCATION, base.of("/api/videos/" + video.getId()))
        .entity(VideoJson.of(video, owner))
        .build();
  }

  @DELETE
  @Path("{file_id}")
  public void delete(@PathParam("file_id") String fileId) {
    removal.remove(current.require(), FileId.parse(fileId));
  }
}
