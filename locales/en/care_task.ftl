# What somebody has to do.
nav-tasks = My tasks
care-task-title = Today's tasks
care-task-sub = Complaints that were given to you, the most urgent on top.
care-task-today = Today
care-task-later = Later
care-task-none = No tasks
care-task-none-text = Complaints that are given to you appear here.
care-task-photo = Photo of the result
care-task-solve = Done
notice-kind-complaint-task = Tasks from complaints
notice-task-title = { $step ->
    [reopened] { $subject } was opened again: { $unit }
   *[other] New task { $subject }: { $unit }
}
notice-task-text = Open Today's tasks. { $excerpt }
