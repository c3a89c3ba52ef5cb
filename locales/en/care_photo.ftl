# Photos on the phone, and what waits for a signal.
care-photos-camera = Take a photo
care-photos-gallery = Choose from gallery
care-photos-remove = Remove photo
care-photos-ready = Photos ready to send:
care-queue-title = Waiting to be sent
care-queue-kept = Kept on this phone, sent once there is a signal.
care-queue-sent = The complaints that waited have been sent.
care-queue-failed = This phone cannot keep it. Leave the page open and try to send again.
care-queue-sign-in = You were signed out. Sign in again so that this complaint is sent.
care-queue-sign-in-do = Sign in
care-queue-change = Change
care-queue-drop = Discard
