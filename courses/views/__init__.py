from django.http import HttpResponse


def my(request):
    return HttpResponse("")


def place(request, public_id):
    return HttpResponse("")
