module hearthroom.example/backend

go 1.20
